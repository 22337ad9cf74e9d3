package dev.caravan.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.model.Catalogue;
import dev.caravan.model.Model;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import org.apache.camel.Exchange;

/** Writes the catalogue of models as a caller needs it. */
public final class ModelReplies {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Catalogue catalogue;

  public ModelReplies(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** {@code GET /models}. */
  public void list(Exchange exchange) {
    Query.of(exchange, Set.of());
    ObjectNode body = JSON.createObjectNode();
    body.put("default", catalogue.defaultModel().id());
    ArrayNode rows = body.putArray("models");
    catalogue.models().forEach(model -> rows.add(row(model)));
    try {
      PackedJson.answer(exchange.getMessage(), 200, JSON.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer can always be written", e);
    }
  }

  private static ObjectNode row(Model model) {
    ObjectNode row = JSON.createObjectNode();
    row.put("id", model.id());
    row.put("name", model.name());
    row.put("makes", model.family().isText() ? "text" : "image");
    row.put("available", !model.lifecycle().isOverAt(LocalDate.now(ZoneOffset.UTC)));
    limits(row.putObject("limits"), model.limits());
    if (model.defaults().aspectRatio() != null) {
      row.put("aspectRatio", model.defaults().aspectRatio());
    }
    price(row.putObject("priceUsd"), model.price());
    return row;
  }

  private static void limits(ObjectNode row, Model.Limits limits) {
    row.put("promptCharacters", limits.promptCharacters());
    row.put("negativePromptCharacters", limits.negativePromptCharacters());
    ArrayNode ratios = row.putArray("aspectRatios");
    limits.ratios().forEach(ratios::add);
    if (limits.seed() != null) {
      row.putObject("seed").put("min", limits.seed().min()).put("max", limits.seed().max());
    }
  }

  private static void price(ObjectNode row, Model.Price price) {
    if (price.image() != null) {
      row.put("image", price.image());
    } else {
      row.put("thousandInputTokens", price.inputTokens());
      row.put("thousandOutputTokens", price.outputTokens());
    }
  }
}
