package dev.caravan.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.CallSpacing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables in docs/reliability.md and failures.camel.yaml are written from the failure table:
 * {@code mvn test -Dtest=FailureTableDocsTest -Dcaravan.docs.write=true}.
 */
class FailureTableDocsTest {

  private static final Path DOCS = Path.of("docs/reliability.md");
  private static final Path ROUTES = Path.of("routes/failures.camel.yaml");
  private static final String SHORT_ROW = "#   %-17s  %-27s  %-51s  %s\n";
  private static final String SHORT_HEAD =
      SHORT_ROW.formatted("reason", "in the call", "on the queue", "HTTP");
  private static final String HEAD = "| reason | meaning |";

  @Test
  void the_documentation_has_the_failure_table() throws IOException {
    String text = Files.readString(DOCS);
    int from = text.indexOf(HEAD);
    int to = text.indexOf("\n\n", from) + 1;
    if (Boolean.getBoolean("caravan.docs.write")) {
      Files.writeString(DOCS, text.substring(0, from) + markdown() + text.substring(to));
    }

    assertThat(text.substring(from, to))
        .as("docs/reliability.md; add -Dcaravan.docs.write=true to this test to write it")
        .isEqualTo(markdown());
  }

  @Test
  void the_routes_that_handle_failures_have_a_short_form() throws IOException {
    String text = Files.readString(ROUTES);
    int from = text.indexOf(SHORT_HEAD);
    int to = text.indexOf("# docs/", from);
    if (Boolean.getBoolean("caravan.docs.write")) {
      Files.writeString(ROUTES, text.substring(0, from) + comment() + text.substring(to));
    }

    assertThat(text.substring(from, to))
        .as(ROUTES + "; add -Dcaravan.docs.write=true to this test to write it")
        .isEqualTo(comment());
  }

  private static String comment() {
    return FailureTable.rows().stream()
        .map(row -> SHORT_ROW.formatted(row.reason(), shortRetry(row), shortEnd(row), row.status()))
        .collect(Collectors.joining("", SHORT_HEAD, ""));
  }

  private static String shortRetry(FailureRow row) {
    return switch (row.retry()) {
      case NONE -> "-";
      case ONCE -> "retried once";
      case AS_CONFIGURED -> "retried";
      case UNTIL_STORED -> "retried; a result for %s".formatted(text(StoreRetries.LONGEST));
      case ON_FALLBACK -> "tried on the fallback model";
    };
  }

  private static String shortEnd(FailureRow row) {
    String pauses =
        switch (row.pausing().what()) {
          case NOTHING -> "";
          case LANE ->
              row.pausing().inARow() == 1
                  ? "; the model pauses"
                  : "; %d different pause the model".formatted(row.pausing().inARow());
          case QUEUE -> "; the queue pauses if S3 is away";
        };
    String end =
        switch (row.ends()) {
          case AT_ONCE -> "dead letter";
          case AT_SECOND_RECEIVE -> "waits once, then dead letter";
          case AT_THIRD_ATTEMPT -> "waits; dead letter at the third attempt";
          case NEVER, ONCE_ANSWERED -> "waits";
        };
    boolean endsIfAnswered = row.ends() == FailureRow.Ends.ONCE_ANSWERED;
    return end + pauses + (endsIfAnswered ? "; dead letter if it answered" : "");
  }

  private static String markdown() {
    return FailureTable.rows().stream()
        .map(
            row ->
                "| `%s` | %s | %s | %s | %s | %s | %d | %s |"
                    .formatted(
                        row.reason(),
                        row.meaning(),
                        inTheCall(row),
                        onTheQueue(row),
                        pauses(row),
                        mayBeBilled(row),
                        row.status(),
                        fixedBy(row)))
        .collect(
            Collectors.joining(
                "\n",
                HEAD
                    + " in the call | on the queue | pauses | may be billed | HTTP | fixed by |\n"
                    + "| --- | --- | --- | --- | --- | --- | --- | --- |\n",
                "\n"));
  }

  private static String inTheCall(FailureRow row) {
    String tries =
        switch (row.retry()) {
          case NONE -> "–";
          case ONCE -> "one retry";
          case AS_CONFIGURED -> "up to `CARAVAN_MODEL_TRIES` tries";
          case UNTIL_STORED ->
              "up to `CARAVAN_MODEL_TRIES` tries; the write of a result is tried for %s"
                  .formatted(text(StoreRetries.LONGEST));
          case ON_FALLBACK -> "one try on the fallback model";
        };
    return row.lane() == FailureRow.Lane.SLOWED ? tries + "; the [pace](#the-pace) slows" : tries;
  }

  private static String onTheQueue(FailureRow row) {
    return switch (row.ends()) {
      case AT_ONCE -> "dead letter at once";
      case AT_SECOND_RECEIVE ->
          "waits once, up to %s; then dead letter".formatted(text(row.giveBack().base()));
      case AT_THIRD_ATTEMPT ->
          "waits up to %s; dead letter at the third attempt".formatted(delay(row.giveBack()));
      case ONCE_ANSWERED ->
          "dead letter at once if it answered; otherwise waits up to %s"
              .formatted(delay(row.giveBack()));
      case NEVER -> "waits up to " + delay(row.giveBack()) + apart(row);
    };
  }

  private static String apart(FailureRow row) {
    return row.billing() == FailureRow.Billing.NOT_BILLED
        ? ""
        : "; %s to %s after the %dth call"
            .formatted(text(CallSpacing.FIRST), text(CallSpacing.LONGEST), CallSpacing.CLOSE);
  }

  private static String delay(FailureRow.GiveBack giveBack) {
    return giveBack.base().equals(giveBack.cap())
        ? text(giveBack.base())
        : "%s, doubling to %s".formatted(text(giveBack.base()), text(giveBack.cap()));
  }

  private static String pauses(FailureRow row) {
    FailureRow.Pausing pausing = row.pausing();
    String text =
        switch (pausing.what()) {
          case NOTHING -> "–";
          case LANE -> "the model's prompts, until it works";
          case QUEUE -> "the queue";
        };
    String first =
        pausing.inARow() == 1
            ? ""
            : "after %d different prompts in a row: ".formatted(pausing.inARow());
    return first + text + (pausing.condition().isEmpty() ? "" : ", " + pausing.condition());
  }

  private static String mayBeBilled(FailureRow row) {
    if (row.ends() == FailureRow.Ends.ONCE_ANSWERED) {
      return "if it answered";
    }
    return row.billing() == FailureRow.Billing.NOT_BILLED ? "no" : "yes";
  }

  private static String fixedBy(FailureRow row) {
    return switch (row.fixedBy()) {
      case SENDER -> "the sender";
      case OPERATOR -> "an operator";
      case TIME -> "time";
    };
  }

  private static String text(Duration duration) {
    return duration.toSeconds() < 60
        ? duration.toSeconds() + " s"
        : duration.toMinutes() < 60 ? duration.toMinutes() + " min" : duration.toHours() + " h";
  }
}
