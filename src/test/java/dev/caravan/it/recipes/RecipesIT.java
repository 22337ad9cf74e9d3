package dev.caravan.it.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.cli.LintCommand;
import dev.caravan.it.RunningCaravan;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.local.test.format.RouteTest;
import dev.caravan.local.test.format.TestFileReader;
import dev.caravan.local.test.format.TestFiles;
import dev.caravan.local.test.run.Progress;
import dev.caravan.local.test.run.RouteTests;
import dev.caravan.local.test.run.TestResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The recipes in docs/routes.md are correct and have an effect. */
@ExtendWith(RunningCaravan.class)
class RecipesIT {

  private static final String NOBODY = "http://127.0.0.1:9/";

  @TempDir Path folder;

  static List<Recipe> recipes() throws IOException {
    return Recipe.all();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void the_changed_routes_pass_lint_and_the_recipes_own_test(Recipe recipe, Running caravan)
      throws Exception {
    Path routes = changed(recipe);

    assertThat(lint(routes)).isEqualTo("Nothing is wrong.");
    assertThat(failures(run(caravan, routes, read(routes, recipe.testFile(), recipe.test()))))
        .isEmpty();
  }

  @Test
  void without_its_change_the_first_test_of_each_recipe_fails(Running caravan) throws Exception {
    List<RouteTest> tests = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (Recipe recipe : recipes()) {
      TestFileReader reader = new TestFileReader(new TestFiles(Path.of("routes")).placeholders());
      // What can't come about is not waited for.
      List<RouteTest> read =
          reader.read(
              recipe.testFile(), recipe.test().replace("- name:", "- within: 1\n    name:"));
      if (reader.complaints().lines().isEmpty()) {
        tests.add(read.get(0));
      } else {
        refused.add(recipe.testFile());
      }
    }

    assertThat(failures(run(caravan, Path.of("routes"), tests))).hasSize(4);
    // It sets a setting that is one of the change.
    assertThat(refused).containsExactly("routes/tests/webhook.test.yaml");
  }

  @Test
  void the_webhook_is_told_once_and_of_nothing_but_what_is_done(Running caravan) throws Exception {
    Recipe recipe =
        recipes().stream()
            .filter(any -> any.testFile().contains("webhook"))
            .findFirst()
            .orElseThrow();
    Path routes = changed(recipe);
    try (Webhook webhook = Webhook.start()) {
      String test = recipe.test().replace(NOBODY, webhook.url());

      assertThat(failures(run(caravan, routes, read(routes, recipe.testFile(), test)))).isEmpty();

      await().until(() -> webhook.calls().size() == 2);
      assertThat(webhook.calls())
          .allSatisfy(
              call -> {
                assertThat(call.body())
                    .matches(
                        "\\{\"id\":\"[^\"]+\",\"status\":\"done\",\"key\":\"texts/[^\"]+\\.txt\"}");
                assertThat(call.headers())
                    .contains("content-type")
                    .noneMatch(RecipesIT::isOfTheQueue);
              });
    }
  }

  // A quarter of a minute each.
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("recipes")
  void the_changed_routes_pass_all_other_tests(Recipe recipe, Running caravan) throws Exception {
    Path routes = changed(recipe);
    List<RouteTest> tests = new ArrayList<>();
    for (Path file : new TestFiles(routes).find(List.of())) {
      tests.addAll(read(routes, file.toString(), Files.readString(file)));
    }

    assertThat(failures(run(caravan, routes, tests))).isEmpty();
  }

  private static boolean isOfTheQueue(String header) {
    return header.toLowerCase(Locale.ROOT).contains("sqs");
  }

  private Path changed(Recipe recipe) throws IOException {
    Path routes = folder.resolve("routes");
    Files.createDirectories(routes.resolve("tests"));
    for (String part : new String[] {"", "tests"}) {
      try (Stream<Path> files = Files.list(Path.of("routes").resolve(part))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, routes.resolve(part).resolve(file.getFileName()));
        }
      }
    }
    recipe.applyTo(folder);
    return routes;
  }

  private static String lint(Path routes) {
    StringWriter said = new StringWriter();
    new CommandLine(new LintCommand())
        .setOut(new PrintWriter(said))
        .execute("--strict", routes.toString());
    return said.toString().strip();
  }

  private static List<RouteTest> read(Path routes, String name, String test) throws IOException {
    TestFileReader reader = new TestFileReader(new TestFiles(routes).placeholders());
    List<RouteTest> tests = reader.read(name, test);
    assertThat(reader.complaints().lines()).isEmpty();
    return tests;
  }

  private static List<TestResult> run(Running caravan, Path routes, List<RouteTest> tests)
      throws InterruptedException {
    List<TestResult> results =
        new RouteTests(caravan.aws(), routes, false).run(tests, new Progress() {});
    assertThat(results).isNotEmpty().hasSameSizeAs(tests);
    return results;
  }

  private static List<String> failures(List<TestResult> results) {
    return results.stream()
        .filter(result -> !result.passed())
        .map(result -> result.test().place() + " " + result.mismatches() + " " + result.story())
        .toList();
  }
}
