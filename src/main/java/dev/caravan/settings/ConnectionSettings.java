package dev.caravan.settings;

import dev.caravan.settings.Setting.Kind;
import java.util.List;

/** Deadlines and limits of the connections to both ports. */
final class ConnectionSettings {

  static final List<Setting> ALL =
      List.of(
          new Setting(
              "caravan.http.headers-seconds",
              Kind.SECONDS,
              "10",
              "Longest time for the line and the headers of a request, from its first byte; for the"
                  + " first request, from the start of the connection. Late ones get status 408. On"
                  + " both ports.",
              "10"),
          new Setting(
              "caravan.http.body-seconds",
              Kind.SECONDS,
              "30",
              "Longest time for the body of a request, after its headers. Late ones get status 408."
                  + " On both ports.",
              "60"),
          new Setting(
              "caravan.http.idle-seconds",
              Kind.SECONDS,
              "75",
              "How long a connection stays open between two requests, and how long a caller may stop"
                  + " taking its answer. Must be longer than the idle timeout of a load balancer"
                  + " (60 s by default). On both ports.",
              "315"),
          new Setting(
              "caravan.http.connections",
              Kind.COUNT,
              "",
              "Maximum number of open connections to the API. Above it, the one that has waited"
                  + " longest for its client is closed; if there is none, the new one. Empty means"
                  + " 4096. Never more than the process may open files, less those that it needs"
                  + " for AWS.",
              "5000"),
          new Setting(
              "caravan.http.connections-per-address",
              Kind.COUNT,
              "",
              "Maximum number of open connections to the API from one IP address (IPv6: from one"
                  + " /64 network). Set it if callers reach the service directly. Leave it empty"
                  + " behind a proxy or load balancer, because all connections come from its few"
                  + " addresses. Empty means no limit.",
              "100"),
          new Setting(
              "caravan.http.max-unfinished-bytes",
              Kind.COUNT,
              "",
              "Maximum total size of the requests that have not arrived completely, for each port."
                  + " Above it, such requests get status 503. Empty means a sixteenth of the heap.",
              "16777216"),
          new Setting(
              "caravan.management.connections",
              Kind.COUNT,
              "200",
              "Maximum number of open connections to the management port. They do not count as"
                  + " connections to the API. Never more than an eighth of the files that the"
                  + " process may open.",
              "200"));

  private ConnectionSettings() {}
}
