package dev.caravan.settings;

import dev.caravan.settings.Setting.Kind;
import java.util.List;

/** Results, the queue, pauses, metrics, the log and the stop. */
final class OperationSettings {

  static final List<Setting> ALL =
      List.of(
          new Setting(
              "caravan.s3.prefix", Kind.TEXT, "", "Prefix of every key in the bucket.", "caravan/"),
          new Setting(
              "caravan.s3.image-name",
              Kind.NAME,
              "{id}",
              "Name of an image in the folder `images`, without its ending.",
              "titan_{id}"),
          new Setting(
              "caravan.s3.text-name",
              Kind.NAME,
              "{id}",
              "Name of a text in the folder `texts`, without its ending.",
              "answers/{id}"),
          new Setting(
              "caravan.s3.kms.key",
              Kind.TEXT,
              "",
              "KMS key (ARN, id or alias) for every object that Caravan writes. Empty means the bucket's"
                  + " default.",
              "alias/generations"),
          new Setting(
              "caravan.url.seconds",
              Kind.URL_SECONDS,
              "3600",
              "How long the URL in an answer is valid.",
              "86400"),
          new Setting(
              "caravan.queue.consumers",
              Kind.COUNT,
              "10",
              "Number of messages processed at the same time.",
              "20"),
          new Setting(
              "caravan.queue.wait-seconds",
              Kind.WAIT,
              "20",
              "How long one receive waits for messages (long polling).",
              "20"),
          new Setting(
              "caravan.queue.prefetch",
              Kind.NUMBER,
              "10",
              "Number of messages fetched in advance, in addition to those in progress. One SQS call"
                  + " fetches several.",
              "10"),
          new Setting(
              "caravan.queue.longest-lease-seconds",
              Kind.SECONDS,
              "3600",
              "How long Caravan may hold one message before it releases it.",
              "3600"),
          new Setting(
              "caravan.queue.longest-wait-hours",
              Kind.COUNT,
              "72",
              "How long a prompt may wait on the queue, counted from its first send. After that, it"
                  + " becomes a dead letter with the reason EXPIRED.",
              "24"),
          new Setting(
              "caravan.queue.visibility-seconds",
              Kind.VISIBILITY,
              "120",
              "Visibility timeout of a received message. Caravan extends it while the message is"
                  + " in progress.",
              "120"),
          new Setting(
              "caravan.pause.first-probe-seconds",
              Kind.SECONDS,
              "5",
              "Time from pausing the queue or a model to the first probe, which checks whether it can"
                  + " resume.",
              "5"),
          new Setting(
              "caravan.pause.longest-probe-seconds",
              Kind.SECONDS,
              "300",
              "Longest time between two probes. The time doubles until it reaches this value.",
              "300"),
          new Setting(
              "caravan.metrics.environment",
              Kind.WORD,
              "local",
              "Dimension `environment` of the metrics in CloudWatch. Deployments in one account and region"
                  + " need different ones.",
              "caravan-production"),
          new Setting(
              "caravan.cloudwatch.enabled",
              Kind.SWITCH,
              "auto",
              "Send metrics to CloudWatch. With auto, only if ECS or EKS gives the container a"
                  + " role.",
              "true"),
          new Setting(
              "caravan.cloudwatch.namespace",
              Kind.WORD,
              "Caravan",
              "Namespace of the metrics in CloudWatch.",
              "Caravan"),
          new Setting(
              "caravan.log.format",
              Kind.LOG_FORMAT,
              "text",
              "Log format: text, or one JSON object per line.",
              "json"),
          new Setting(
              "caravan.shutdown.seconds",
              Kind.SECONDS,
              "25",
              "How long prompts in progress may take to finish when the service stops.",
              "25"),
          new Setting(
              "caravan.shutdown.delay-seconds",
              Kind.NUMBER,
              "0",
              "How long the service still takes requests after readiness is down, before it stops:"
                  + " for load balancers that notice this late. The time limit of the platform"
                  + " must be longer than this and CARAVAN_SHUTDOWN_SECONDS together.",
              "5"));

  private OperationSettings() {}
}
