package dev.caravan.settings;

import dev.caravan.settings.Setting.Kind;
import java.util.List;

/** How prompts are worked on: models, their pace and memory, claims, tries and the budget. */
final class WorkSettings {

  static final List<Setting> ALL =
      List.of(
          new Setting(
              "caravan.prompt.max-characters",
              Kind.COUNT,
              "10000",
              "Longest prompt, even if the model accepts longer ones.",
              "10000"),
          new Setting(
              "caravan.models",
              Kind.TEXT,
              "routes/models.yaml",
              "File of the model catalogue.",
              "/etc/caravan/models.yaml"),
          new Setting(
              "caravan.routes",
              Kind.ROUTES,
              "",
              "Folder with the routes, or the place in S3 from which a fleet gets them"
                  + " ([delivery.md](delivery.md)). Empty means the routes of the image or clone.",
              "s3://our-generations/routes"),
          new Setting(
              "caravan.routes.fallback",
              Kind.TEXT,
              "",
              "Folder with the routes that are used if S3 can't be read at the start, or has no active"
                  + " route set. Empty means the routes of the image or clone.",
              "/opt/caravan/routes"),
          new Setting(
              "caravan.routes.check-seconds",
              Kind.SECONDS,
              "2",
              "How often an instance asks S3 for another route set, by one conditional GET.",
              "5"),
          new Setting(
              "caravan.routes.reload",
              Kind.FLAG,
              "false",
              "Reload changed routes and models of a folder without a restart, as caravan local does.",
              "true"),
          new Setting(
              "caravan.bedrock.timeout-seconds",
              Kind.SECONDS,
              "120",
              "Timeout of one model call.",
              "300"),
          new Setting(
              "caravan.bedrock.connections",
              Kind.COUNT,
              "100",
              "Maximum number of concurrent model calls.",
              "50"),
          new Setting(
              "caravan.pace.start",
              Kind.COUNT,
              "20",
              "Limit on concurrent calls per model until throttling has shown a better one.",
              "5"),
          new Setting(
              "caravan.pace.max",
              Kind.COUNT,
              "100",
              "Hard limit on concurrent calls per model, HTTP and queue combined.",
              "50"),
          new Setting(
              "caravan.pace.wait-seconds",
              Kind.SECONDS,
              "30",
              "How long a prompt from the queue waits for a free model call. After that, it waits for"
                  + " its next attempt.",
              "60"),
          new Setting(
              "caravan.memory.share",
              Kind.PERCENT,
              "50",
              "Percentage of the largest heap that answers of models may occupy together. Answers above"
                  + " that wait, unread, until others are stored.",
              "40"),
          new Setting(
              "caravan.claim.seconds",
              Kind.SECONDS,
              "60",
              "How long a claim stays valid after its owner has died. A working owner renews it.",
              "60"),
          new Setting(
              "caravan.sweep.seconds",
              Kind.SECONDS,
              "60",
              "How often one instance looks for prompts that no instance works on.",
              "60"),
          new Setting(
              "caravan.model.tries",
              Kind.COUNT,
              "3",
              "Maximum number of model calls per receive or request, if a retry can help.",
              "3"),
          new Setting(
              "caravan.model.max-calls",
              Kind.COUNT,
              "10",
              "Maximum number of possibly billed model calls per prompt. After that, the prompt"
                  + " fails.",
              "10"),
          new Setting(
              "caravan.budget.usd-per-day",
              Kind.MONEY,
              "",
              "Maximum cost of all model calls of the fleet per day (UTC). Empty means no limit.",
              "25"));

  private WorkSettings() {}
}
