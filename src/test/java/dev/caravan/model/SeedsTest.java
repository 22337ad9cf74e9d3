package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Source;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SeedsTest {

  @Property
  void a_derived_seed_is_in_range_and_never_zero(
      @ForAll @LongRange(min = 0, max = 4_294_967_294L) long min,
      @ForAll @LongRange(min = 1, max = 4_294_967_294L) long span,
      @ForAll @LongRange(min = 0) long id) {
    Long seed = Seeds.of(asking("g-" + id, null), model(new Model.SeedRange(min, min + span)));

    assertThat(seed).isBetween(min, min + span).isPositive();
  }

  @Property
  void the_same_generation_gets_the_same_seed_however_often_it_is_tried(
      @ForAll @LongRange(min = 0) long id) {
    Model model = model(new Model.SeedRange(0, 4_294_967_294L));

    assertThat(Seeds.of(asking("g-" + id, null), model))
        .isEqualTo(Seeds.of(asking("g-" + id, null), model));
  }

  @Property
  void the_callers_seed_is_honoured(@ForAll @LongRange(min = 0, max = 858_993_459) long asked) {
    assertThat(Seeds.of(asking("g-1", asked), model(new Model.SeedRange(0, 858_993_459))))
        .isEqualTo(asked);
  }

  @Test
  void both_ends_of_the_range_belong_to_it() {
    Model model = model(new Model.SeedRange(5, 9));

    assertThat(Seeds.of(asking("g-1", 5L), model)).isEqualTo(5);
    assertThat(Seeds.of(asking("g-1", 9L), model)).isEqualTo(9);
  }

  @Test
  void a_seed_that_another_model_could_take_is_replaced_for_one_that_cannot() {
    // As when a fallback model is asked in the place of the one that the caller named.
    Model model = model(new Model.SeedRange(0, 858_993_459));

    assertThat(Seeds.of(asking("g-1", 4_294_967_294L), model)).isBetween(1L, 858_993_459L);
  }

  @Test
  void a_model_that_takes_no_seed_gets_none() {
    assertThat(Seeds.of(asking("g-1", 7L), model(null))).isNull();
  }

  @Test
  void different_generations_get_different_pictures() {
    Model model = model(new Model.SeedRange(0, 4_294_967_294L));

    assertThat(IntStream.range(0, 1000).mapToObj(n -> Seeds.of(asking("g-" + n, null), model)))
        .doesNotHaveDuplicates();
  }

  private static Generation asking(String id, Long seed) {
    return Generation.accepted(
        new GenerationId(id),
        Source.HTTP,
        new Prompt("a lake", null, null, seed, null, null),
        null,
        Instant.EPOCH);
  }

  private static Model model(Model.SeedRange seed) {
    return new Model(
        "m",
        "M",
        new StabilityFamily(),
        "us-west-2",
        new Model.Limits(100, 0, seed, null, null, null, null),
        null,
        new Model.Price(BigDecimal.ONE, null, null),
        new Lifecycle(Lifecycle.State.ACTIVE, null, null),
        null);
  }
}
