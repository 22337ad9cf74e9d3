package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** What prevents the start of a service, each in its own JVM, with a prompt on the queue. */
class PortsIT {

  @TempDir Path home;
  private LocalAws aws;
  private Map<String, String> variables;

  @BeforeEach
  void start() throws Exception {
    aws = LocalAws.start(LocalAwsOptions.onFreePorts(home.resolve("data")));
    variables = Launched.variables(aws);
    variables.put("CARAVAN_QUEUE_WAIT_SECONDS", "1");
    try (Queues queues = new Queues(aws)) {
      queues.send("{\"prompt\":\"a boat\",\"model\":\"amazon.nova-lite-v1:0\"}");
    }
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP_PORT", "MANAGEMENT_PORT"})
  void a_port_in_use_ends_the_start_with_one_line_and_no_prompt_is_received(String variable)
      throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      variables.put(variable, String.valueOf(taken.getLocalPort()));

      assertNotStarted(
          "%s is %d, but another program uses this port; stop it, or set another %s"
              .formatted(variable, taken.getLocalPort(), variable));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CAMEL_SERVER_HOST,     127.0.0.2, camel.server.host,     HTTP_HOST",
    "camel_server_host,     0.0.0.0,   camel.server.host,     HTTP_HOST",
    "CAMEL_MANAGEMENT_HOST, 0.0.0.0,   camel.management.host, MANAGEMENT_HOST",
  })
  void an_address_of_camels_own_settings_does_not_start(
      String variable, String address, String camels, String ours) throws Exception {
    variables.put(variable, address);

    assertNotStarted(
        "Camel's own setting %s (or %s) is \"%s\", but %s is \"127.0.0.1\"; set only %s"
            .formatted(camels, variable.toUpperCase(), address, ours, ours));
  }

  @ParameterizedTest
  @CsvSource({
    "CAMEL_MAIN_SERVER_HOST,         0.0.0.0, 'is set, but Camel has no such setting; remove it'",
    "CAMEL_SERVER_UPLOADENABLED,     true,    'is set, but Camel has no such setting; remove it'",
    "camel_health_nosuch,            1,       'is set, but Camel has no such setting; remove it'",
    "CAMEL_MANAGEMENT_UPLOADENABLED, perhaps, 'is \"perhaps\", which Camel can''t read; correct'",
    "CAMEL_MAIN_SHUTDOWN_TIMEOUT,    soon,    'is \"soon\", which Camel can''t read; correct it or'"
  })
  void a_setting_that_camel_refuses_ends_the_start_with_one_line(
      String variable, String value, String says) throws Exception {
    variables.put(variable, value);

    assertNotStarted(variable + " " + says);
  }

  @Test
  void an_address_that_this_machine_does_not_have_ends_the_start_with_one_line() throws Exception {
    variables.put("HTTP_HOST", "192.0.2.1");
    variables.put("CARAVAN_HTTP_TOKENS", "a-long-random-word");

    assertNotStarted(
        "HTTP_HOST is \"192.0.2.1\" and HTTP_PORT is 0, but this address can't be used: ");
  }

  private void assertNotStarted(String line) throws Exception {
    try (Launched serve = Launched.start(home, variables, "serve")) {
      assertThat(serve.exitCode()).as(serve.err()).isEqualTo(2);
      assertThat(serve.err().strip()).hasLineCount(1).startsWith("caravan: " + line);
      assertThat(serve.out()).isEmpty();
    }
    assertThat(aws.bedrock().calls()).isEmpty();
    try (SqsClient sqs = aws.sqsClient()) {
      Message message =
          sqs.receiveMessage(
                  receive ->
                      receive
                          .queueUrl(aws.queueUrl())
                          .messageSystemAttributeNames(
                              MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
              .messages()
              .get(0);
      assertThat(message.attributes())
          .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
    }
  }
}
