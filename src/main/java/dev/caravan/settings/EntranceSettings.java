package dev.caravan.settings;

import dev.caravan.settings.Setting.Kind;
import java.util.List;

/** The queues and the bucket, the addresses of both ports, and who may call. */
final class EntranceSettings {

  static final List<Setting> ALL =
      List.of(
          new Setting(
              "sqs.queue.url",
              Kind.QUEUE_URL,
              null,
              "The queue that Caravan reads prompts from, and sends asynchronous prompts to.",
              "https://sqs.eu-north-1.amazonaws.com/123456789012/prompts"),
          new Setting(
              "sqs.dead.letter.queue.url",
              Kind.QUEUE_URL,
              null,
              "The queue for prompts that will not be tried again, each with its reason.",
              "https://sqs.eu-north-1.amazonaws.com/123456789012/prompts-dead-letters"),
          new Setting(
              "bucket.name",
              Kind.BUCKET,
              null,
              "The bucket for results and records.",
              "our-generations"),
          new Setting("http.port", Kind.PORT, "8080", "Port of the API.", "8080"),
          new Setting(
              "http.host",
              Kind.HOST,
              "127.0.0.1",
              "Address that the API listens on. Any address but loopback requires tokens.",
              "0.0.0.0"),
          new Setting("management.port", Kind.PORT, "9876", "Port of health and metrics.", "9876"),
          new Setting(
              "management.host",
              Kind.HOST,
              "127.0.0.1",
              "Address that health and metrics listen on. Never expose it to the internet.",
              "0.0.0.0"),
          new Setting(
              "caravan.http.tokens",
              Kind.TOKENS,
              "",
              "Bearer tokens that may call the API. The name of a token's caller is in the log and in"
                  + " records; a token without a name has its place in the list, such as `token-1`.",
              "website=a-long-random-word,another-long-random-word"),
          new Setting(
              "caravan.http.tokens-file",
              Kind.TEXT,
              "",
              "File with more tokens, as SHA-256 digests: one `NAME sha256:DIGEST` per line. A"
                  + " changed file is read again without a restart.",
              "/etc/caravan/tokens"),
          new Setting(
              "caravan.http.anonymous",
              Kind.FLAG,
              "false",
              "Accept requests without a token on an address that is not loopback.",
              "true"),
          new Setting(
              "caravan.http.hosts",
              Kind.HOSTS,
              "",
              "Host names by which callers may call the API besides localhost, in upper or lower case and"
                  + " at any port. Empty means only localhost on a loopback address, and any name on other addresses.",
              "images.example.com"),
          new Setting(
              "caravan.http.max-header-bytes",
              Kind.COUNT,
              "8192",
              "Largest request line, and largest size of all headers of a request. Larger ones get"
                  + " status 414 or 431.",
              "16384"),
          new Setting(
              "caravan.http.max-body-bytes",
              Kind.COUNT,
              "262144",
              "Largest request body. Larger ones get status 413.",
              "262144"),
          new Setting(
              "caravan.http.line",
              Kind.NUMBER,
              "",
              "Synchronous callers that may wait in line for each model. Others get status 429."
                  + " Empty means as many as the model takes calls at once, so that a caller waits"
                  + " for about one model call.",
              "50"),
          new Setting(
              "caravan.http.callers",
              Kind.COUNT,
              "",
              "Synchronous callers whose prompts may be in progress at the same time, all models"
                  + " together. Each needs a thread. Empty means `CARAVAN_PACE_MAX`.",
              "200"),
          new Setting(
              "caravan.http.downloads",
              Kind.COUNT,
              "500",
              "Contents that are sent at the same time. Others get status 503. All together hold at"
                  + " most 76 MiB at the default.",
              "500"),
          new Setting(
              "caravan.http.download-idle-seconds",
              Kind.SECONDS,
              "30",
              "A client that takes nothing of a content for this time is disconnected. Progress shows"
                  + " in steps of the kernel's send buffer (256 KiB), so a short time also ends slow"
                  + " clients.",
              "60"));

  private EntranceSettings() {}
}
