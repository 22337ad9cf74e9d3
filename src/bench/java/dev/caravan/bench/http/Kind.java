package dev.caravan.bench.http;

import java.util.Map;

/** The calls that a service answers at once, whatever its models do. */
public enum Kind {
  PAGE("GET /", 200) {
    @Override
    Request request(Target target) {
      return Request.get(target.port(), "/");
    }
  },
  LIST("GET /generations", 200) {
    @Override
    Request request(Target target) {
      return Request.get(target.port(), "/generations?limit=20");
    }
  },
  RECORD("GET /generations/{id}", 200) {
    @Override
    Request request(Target target) {
      return Request.get(target.port(), "/generations/" + target.record());
    }
  },
  MODELS("GET /models", 200) {
    @Override
    Request request(Target target) {
      return Request.get(target.port(), "/models");
    }
  },
  HEALTH("GET /observe/health", 200) {
    @Override
    Request request(Target target) {
      return Request.get(target.managementPort(), "/observe/health");
    }
  },
  ASYNCHRONOUS("POST /generate, respond-async", 202) {
    @Override
    Request request(Target target) {
      return Request.generate(
          target.port(), target.nextNumber(), Map.of("Prefer", "respond-async"));
    }
  };

  private final String title;
  private final int status;

  Kind(String title, int status) {
    this.title = title;
    this.status = status;
  }

  /** The name in tables. */
  public String title() {
    return title;
  }

  /** The status of the expected answer. */
  int status() {
    return status;
  }

  abstract Request request(Target target);
}
