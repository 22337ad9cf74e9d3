package dev.caravan.aws;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import software.amazon.awssdk.core.SdkClient;

/**
 * No client of the service, the laptop AWS, the bench or the tests leaves its HTTP client or retry
 * mode to the SDK.
 */
@AnalyzeClasses(packages = "dev.caravan")
class AwsClientsTest {

  @ArchTest
  static final ArchRule no_client_is_made_with_all_defaults =
      noClasses()
          .should()
          .callMethodWhere(
              target(name("create")).and(target(owner(assignableTo(SdkClient.class)))));

  @ArchTest
  static final ArchRule every_client_names_its_http_client =
      classes()
          .that(makeAwsClients())
          .should(callOneOf("httpClient", "httpClientBuilder"))
          .because("the SDK's default changed in 2.46");

  @ArchTest
  static final ArchRule every_client_says_how_it_retries =
      classes()
          .that(makeAwsClients())
          .should(callOneOf("retryStrategy"))
          .because("AWS changes the SDK's default");

  private static DescribedPredicate<JavaClass> makeAwsClients() {
    return DescribedPredicate.describe(
        "make AWS clients",
        type ->
            type.getMethodCallsFromSelf().stream()
                .anyMatch(
                    call ->
                        call.getName().equals("builder")
                            && call.getTargetOwner().isAssignableTo(SdkClient.class)));
  }

  private static ArchCondition<JavaClass> callOneOf(String... methods) {
    List<String> names = List.of(methods);
    return new ArchCondition<>("call " + String.join(" or ", names)) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean calls =
            type.getMethodCallsFromSelf().stream()
                .map(JavaMethodCall::getName)
                .anyMatch(names::contains);
        events.add(
            new SimpleConditionEvent(
                type, calls, type.getName() + (calls ? " calls " : " calls no ") + names));
      }
    };
  }
}
