package dev.caravan;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.caravan.generation.Reason;

/** Section 2 of the design: which way the arrows run. */
@AnalyzeClasses(packages = "dev.caravan", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule generation_imports_nothing_of_ours =
      classes()
          .that()
          .resideInAPackage("dev.caravan.generation..")
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage("dev.caravan.generation..")
                  .or(not(resideInAPackage("dev.caravan.."))));

  @ArchTest
  static final ArchRule generation_knows_neither_aws_nor_camel =
      noClasses()
          .that()
          .resideInAPackage("dev.caravan.generation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("software.amazon..", "org.apache.camel..", "io.vertx..");

  @ArchTest
  static final ArchRule words_import_nothing_of_ours =
      classes()
          .that()
          .resideInAPackage("dev.caravan.words..")
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage("dev.caravan.words..").or(not(resideInAPackage("dev.caravan.."))));

  @ArchTest
  static final ArchRule memory_imports_nothing_of_ours_or_of_others =
      classes()
          .that()
          .resideInAPackage("dev.caravan.memory..")
          .should()
          .onlyDependOnClassesThat(resideInAnyPackage("dev.caravan.memory..", "java.."));

  @ArchTest
  static final ArchRule failure_depends_on_model_and_generation_alone =
      classes()
          .that()
          .resideInAPackage("dev.caravan.failure..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "dev.caravan.failure..", "dev.caravan.model..", "dev.caravan.generation..")
                  .or(not(resideInAPackage("dev.caravan.."))));

  @ArchTest
  static final ArchRule model_depends_on_generation_memory_and_the_sdks_defaults_alone =
      classes()
          .that()
          .resideInAPackage("dev.caravan.model..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "dev.caravan.model..",
                      "dev.caravan.generation..",
                      "dev.caravan.memory..",
                      "dev.caravan.aws..")
                  .or(not(resideInAPackage("dev.caravan.."))));

  @ArchTest
  static final ArchRule queue_store_and_pace_do_not_know_each_other =
      slices()
          .matching("dev.caravan.(queue|store|pace)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              resideInAPackage("dev.caravan.queue.deadletters.."),
              resideInAPackage("dev.caravan.store.."));

  @ArchTest
  static final ArchRule dependencies_point_one_way =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("commands and wiring")
          .definedBy("dev.caravan.cli..", "dev.caravan.wiring..")
          .layer("what surrounds a prompt")
          .definedBy(
              "dev.caravan.routes..",
              "dev.caravan.web..",
              "dev.caravan.metrics..",
              "dev.caravan.tracing..",
              "dev.caravan.budget..")
          .layer("what works on a prompt")
          .definedBy("dev.caravan.queue..", "dev.caravan.store..", "dev.caravan.pace..")
          .layer("what things mean")
          .definedBy("dev.caravan.failure..", "dev.caravan.model..")
          .layer("data")
          .definedBy(
              "dev.caravan.generation..",
              "dev.caravan.events..",
              "dev.caravan.logging..",
              "dev.caravan.memory..",
              "dev.caravan.settings..")
          .whereLayer("commands and wiring")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("what surrounds a prompt")
          .mayOnlyBeAccessedByLayers("commands and wiring")
          .whereLayer("what works on a prompt")
          .mayOnlyBeAccessedByLayers("commands and wiring", "what surrounds a prompt")
          .whereLayer("what things mean")
          .mayOnlyBeAccessedByLayers(
              "commands and wiring", "what surrounds a prompt", "what works on a prompt");

  /** The compiler keeps the cases of a switch over an enum in a field of this name. */
  @ArchTest
  static final ArchRule only_the_failure_table_says_what_a_reason_means =
      noFields()
          .should()
          .haveName("$SwitchMap$" + Reason.class.getName().replace('.', '$'))
          .because("what follows from a reason is a column of the failure table");

  @ArchTest
  static final ArchRule lint_looks_at_routes_and_models_and_runs_nothing_of_ours =
      classes()
          .that()
          .resideInAPackage("dev.caravan.routes.lint..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "dev.caravan.routes.lint..", "dev.caravan.model..", "dev.caravan.words..")
                  .or(not(resideInAPackage("dev.caravan.."))));

  @ArchTest
  static final ArchRule nothing_that_works_depends_on_a_command =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.caravan.store..",
              "dev.caravan.queue..",
              "dev.caravan.web..",
              "dev.caravan.pace..",
              "dev.caravan.metrics..",
              "dev.caravan.budget..",
              "dev.caravan.logging..",
              "dev.caravan.tracing..",
              "dev.caravan.routes..",
              "dev.caravan.failure..",
              "dev.caravan.model..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.caravan.cli..");

  @ArchTest
  static final ArchRule the_laptop_aws_is_never_in_the_production_image =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.caravan.local..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.caravan.local..",
              "org.elasticmq..",
              "org.gaul..",
              "scala..",
              "akka..",
              "org.apache.pekko..");

  @ArchTest
  static final ArchRule the_bench_is_never_in_the_production_image =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.caravan.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.caravan.bench..");

  @ArchTest
  static final ArchRule only_what_measures_knows_how_it_is_measured =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.caravan.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  @ArchTest
  static final ArchRule only_what_traces_knows_how_it_is_exported =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.caravan.tracing..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..");

  @ArchTest
  static final ArchRule there_are_no_circles =
      slices().matching("dev.caravan.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule the_local_bedrock_stands_by_itself =
      classes()
          .that()
          .resideInAPackage("dev.caravan.local.bedrock..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "dev.caravan.local.bedrock..",
                      "dev.caravan.local.guard..",
                      "dev.caravan.words..")
                  .or(not(resideInAPackage("dev.caravan.."))));
}
