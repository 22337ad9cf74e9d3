import dev.caravan.client.ApiClient;
import dev.caravan.client.ApiException;
import dev.caravan.client.api.AskApi;
import dev.caravan.client.api.LookApi;
import dev.caravan.client.model.GenerateAnswer;
import dev.caravan.client.model.GenerateRequest;
import dev.caravan.client.model.GeneratedImage;
import dev.caravan.client.model.GeneratedText;
import dev.caravan.client.model.Generation;
import dev.caravan.client.model.GenerationPage;
import dev.caravan.client.model.ModelList;
import dev.caravan.client.model.QueuedPrompt;
import dev.caravan.client.model.Status;
import java.io.File;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Calls every operation through a client that openapi-generator made, and reads every answer. The
 * file is compiled once for each of the two libraries; {@code Connect} is what differs.
 */
public final class ReadEverything {

  /** Above what an int can hold. */
  private static final long LARGE_SEED = 3_893_231_615L;

  private static final String TEXT_MODEL = "amazon.nova-lite-v1:0";

  private final AskApi ask;
  private final LookApi look;

  private ReadEverything(ApiClient client) {
    ask = new AskApi(client);
    look = new LookApi(client);
  }

  public static void main(String[] arguments) throws Exception {
    new ReadEverything(Connect.to(arguments[0])).run();
    // Idle connections would keep the process alive.
    System.exit(0);
  }

  private void run() throws Exception {
    description();
    models();
    image();
    text();
    queued();
    pages();
    costs();
    removed();
    problems();
  }

  private void description() throws ApiException {
    check("the description", look.getApiDescription(null, null).getOpenapi().startsWith("3.1."));
  }

  private void models() throws ApiException {
    ModelList models = look.listModels();
    check(
        "the default model is in the list",
        models.getModels().stream().anyMatch(model -> model.getId().equals(models.getDefault())));
    check(
        "a seed's limit is above an int",
        models.getModels().stream()
            .anyMatch(
                model ->
                    model.getLimits().getSeed() != null
                        && model.getLimits().getSeed().getMax() > Integer.MAX_VALUE));
  }

  private void image() throws Exception {
    GenerateRequest request =
        new GenerateRequest()
            .prompt("a red house by a fjord")
            .seed(LARGE_SEED)
            .metadata(Map.of("ticket", "A-1"));
    GeneratedImage image = answer(GeneratedImage.class, ask.generateImage(request, null, null));
    check("the image's path", image.getImagePath().endsWith(".png"));
    check("the image's seed", image.getSeed() == LARGE_SEED);
    check("the image's URL", image.getUrl().isAbsolute());

    Generation record = look.getGeneration(image.getId());
    check("the record's status", record.getStatus() == Status.DONE);
    check("the record's seed", record.getSeed() == LARGE_SEED);
    check("the record's metadata", record.getPrompt().getMetadata().get("ticket").equals("A-1"));
    check(
        "the record's times",
        !record.getTimes().getStored().isBefore(record.getTimes().getReceived()));

    byte[] content = bytes(look.getGenerationContent(image.getId(), null, null, null, null));
    check("the image's size", content.length == image.getBytes());
    check("the image is a PNG", content[0] == (byte) 0x89 && content[1] == 'P');
    byte[] part = bytes(look.getGenerationContent(image.getId(), null, null, "bytes=1-3", null));
    check("a part of the image", new String(part, "US-ASCII").equals("PNG"));
    refused(
        416,
        "RANGE_NOT_SATISFIABLE",
        () -> look.getGenerationContent(image.getId(), null, null, "bytes=999999999-", null));
    String etag = '"' + record.getResult().getSha256() + '"';
    refused(304, null, () -> look.getGenerationContent(image.getId(), null, etag, null, null));
    refused(
        412,
        "PRECONDITION_FAILED",
        () -> look.getGenerationContent(image.getId(), "\"other\"", null, null, null));

    // What the service answered can be sent back.
    GenerateRequest again = new GenerateRequest().prompt("the same seed").seed(record.getSeed());
    check(
        "the seed that was sent back",
        answer(GeneratedImage.class, ask.generateImage(again, null, null)).getSeed() == LARGE_SEED);
  }

  private void text() throws Exception {
    GenerateRequest request = new GenerateRequest().prompt("a haiku about snow").model(TEXT_MODEL);
    String key = UUID.randomUUID().toString();
    GeneratedText text = answer(GeneratedText.class, ask.generateImage(request, null, key));
    check("the text's path", text.getTextPath().endsWith(".txt"));
    check("a text has no seed", text.getSeed() == null);
    check("the text's stop reason", text.getStopReason() != null);
    byte[] content = bytes(look.getGenerationContent(text.getId(), null, null, null, null));
    check("the text", new String(content, "UTF-8").equals(text.getText()));

    GeneratedText same = answer(GeneratedText.class, ask.generateImage(request, null, key));
    check("the same key", same.getId().equals(text.getId()));
    GenerateRequest other = new GenerateRequest().prompt("another").model(TEXT_MODEL);
    refused(422, "IDEMPOTENCY_KEY_REUSED", () -> ask.generateImage(other, null, key));
  }

  private void queued() throws Exception {
    GenerateRequest request = new GenerateRequest().prompt("later").model(TEXT_MODEL);
    QueuedPrompt queued =
        answer(QueuedPrompt.class, ask.generateImage(request, "respond-async", null));
    check("the path of the record", queued.getStatusUrl().endsWith(queued.getId()));
    for (int tries = 0; look.getGeneration(queued.getId()).getStatus() != Status.DONE; tries++) {
      check("the prompt is done within a minute", tries < 120);
      Thread.sleep(500);
    }
  }

  private void pages() throws ApiException {
    GenerationPage first = look.listGenerations(1, null, null, null, null, null, null, null);
    GenerationPage second =
        look.listGenerations(100, first.getNext(), null, null, null, null, null, null);
    check("the second page", !second.getGenerations().contains(first.getGenerations().get(0)));
    check("all four or more are listed", second.getGenerations().size() >= 3);
    GenerationPage found =
        look.listGenerations(5, null, Status.DONE, TEXT_MODEL, "HAIKU", null, null, null);
    check("the text is found", !found.getGenerations().isEmpty());
    check("the search looked at generations", found.getSearched().getGenerations() > 0);
  }

  private void costs() throws ApiException {
    check("the cost of today", look.listCosts(2).getDays().get(0).getUsd() > 0);
  }

  private void removed() throws ApiException {
    GenerateRequest request = new GenerateRequest().prompt("not kept").model(TEXT_MODEL);
    GeneratedText text =
        answer(GeneratedText.class, ask.generateImage(request, null, UUID.randomUUID().toString()));
    Generation record = ask.deleteGeneration(text.getId());
    check("the record says that it was deleted", record.getTimes().getDeleted() != null);
    refused(
        410,
        "CONTENT_DELETED",
        () -> look.getGenerationContent(text.getId(), null, null, null, null));
  }

  private void problems() {
    refused(
        400,
        "BAD_REQUEST",
        () -> look.listGenerations(0, null, null, null, null, null, null, null));
    refused(404, "NOT_FOUND", () -> look.getGeneration("unknown"));
    GenerateRequest bad = new GenerateRequest().prompt("a red house").aspectRatio("7:1");
    refused(422, "INVALID_PROMPT", () -> ask.generateImage(bad, null, null));
  }

  private static <T> T answer(Class<T> kind, GenerateAnswer answer) {
    check("the answer is a " + kind.getSimpleName(), kind.isInstance(answer.getActualInstance()));
    return kind.cast(answer.getActualInstance());
  }

  private static byte[] bytes(File content) throws Exception {
    byte[] bytes = Files.readAllBytes(content.toPath());
    Files.delete(content.toPath());
    return bytes;
  }

  private static void refused(int status, String code, Call call) {
    try {
      call.run();
    } catch (ApiException e) {
      check(status + " " + code + ", not " + e.getCode(), e.getCode() == status);
      // The generated clients leave the body of a problem as text.
      check(
          "the code " + code,
          code == null
              || Objects.toString(e.getResponseBody()).contains("\"code\":\"" + code + '"'));
      return;
    }
    throw new IllegalStateException("not refused with " + status);
  }

  private static void check(String what, boolean isTrue) {
    if (!isTrue) {
      throw new IllegalStateException("not as described: " + what);
    }
  }

  private interface Call {
    Object run() throws ApiException;
  }
}
