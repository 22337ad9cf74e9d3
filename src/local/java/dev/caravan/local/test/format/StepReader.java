package dev.caravan.local.test.format;

import dev.caravan.local.test.match.Located;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a call and what is expected after it. */
final class StepReader {

  static final List<String> FIELDS = List.of("http", "message", "expect");
  static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
  static final List<String> HTTP =
      List.of("get", "post", "put", "patch", "delete", "port", "headers", "body");
  static final List<String> PORTS = List.of("api", "management");
  static final List<String> MESSAGE = List.of("body", "attributes");

  private final Complaints complaints;
  private final ExpectationReader expectations;

  StepReader(Complaints complaints) {
    this.complaints = complaints;
    this.expectations = new ExpectationReader(complaints);
  }

  /** Empty, with a complaint, if there is no call or no expectation. */
  Optional<Step> read(Fields fields) {
    Optional<Located> http = fields.get("http");
    Optional<Located> message = fields.get("message");
    Optional<Located> expect = fields.get("expect");
    if (http.isPresent() == message.isPresent()) {
      complaints.add(
          fields.whole().place(),
          http.isPresent()
              ? "found \"http\" and \"message\", allowed: one of them; for both, write \"steps\""
              : "found neither \"http\" nor \"message\", allowed: one of them, or \"steps\"");
    }
    if (expect.isEmpty()) {
      complaints.add(
          fields.whole().place(), "found no \"expect\"; say what should be true after the call");
    }
    Optional<Call> call = http.isPresent() ? http.flatMap(this::http) : message.map(this::message);
    return call.isPresent() && expect.isPresent()
        ? Optional.of(new Step(call.get(), expectations.read(expect.get(), http.isPresent())))
        : Optional.empty();
  }

  private Optional<Call> http(Located whole) {
    Fields fields = new Fields(whole, complaints, HTTP);
    List<String> methods =
        METHODS.stream().filter(method -> fields.get(method).isPresent()).toList();
    if (methods.size() != 1) {
      complaints.add(
          whole.place(),
          "http: found %s, allowed: one of %s with a path, for example post: /generate"
              .formatted(
                  methods.isEmpty() ? "no method" : String.join(" and ", methods),
                  String.join(", ", METHODS)));
      return Optional.empty();
    }
    Optional<String> path = fields.text(methods.get(0));
    path.filter(text -> !text.startsWith("/"))
        .ifPresent(
            text ->
                complaints.add(
                    fields.get(methods.get(0)).orElseThrow().place(),
                    "found the path \"" + text + "\", allowed: one that begins with /"));
    String port = fields.text("port").orElse("api");
    if (!PORTS.contains(port)) {
      complaints.add(
          fields.get("port").orElseThrow().place(),
          "port: found \"" + port + "\", allowed: " + String.join(", ", PORTS));
    }
    return path.map(
        text ->
            new Call.Http(
                whole,
                methods.get(0).toUpperCase(Locale.ROOT),
                text,
                texts(fields, "headers"),
                fields.get("body").orElse(null),
                port.equals("management")));
  }

  private Map<String, String> texts(Fields fields, String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    scalars(fields, name).forEach((key, value) -> texts.put(key, value.text()));
    return texts;
  }

  private Map<String, Located> scalars(Fields fields, String name) {
    Map<String, Located> scalars = new LinkedHashMap<>();
    Optional<Located> mapping = fields.get(name);
    if (mapping.isPresent() && !mapping.get().json().isObject()) {
      complaints.add(mapping.get().place(), name + ": found no mapping, allowed: names and values");
    }
    mapping
        .map(Located::fields)
        .orElse(Map.of())
        .forEach(
            (key, value) -> {
              if (!value.json().isValueNode() || value.json().isNull()) {
                complaints.add(
                    value.place(),
                    "%s.%s: found %s, allowed: a text or a number"
                        .formatted(name, key, Fields.shown(value)));
              }
              scalars.put(key, value);
            });
    return scalars;
  }

  private Call message(Located whole) {
    if (whole.json().isValueNode()) {
      return new Call.Message(whole, whole, Map.of());
    }
    Fields fields = new Fields(whole, complaints, MESSAGE);
    if (fields.get("body").isEmpty()) {
      complaints.add(
          whole.place(), "message: found no \"body\"; write a JSON message as body: { prompt: … }");
    }
    return new Call.Message(whole, fields.get("body").orElse(whole), scalars(fields, "attributes"));
  }
}
