// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts JVMs that can run the Vector API, or could but for one thing. */
@Tag("kernel")
class VectorApiTest {

  private static final String INCUBATOR = "--add-modules=jdk.incubator.vector";
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @Test
  void itIsFoundWhereItRunsFast() throws Exception {
    assumeNewJvm();

    assertThat(answer(CLASS_PATH, INCUBATOR)).isEqualTo("found");
    assertThat(answer(CLASS_PATH, INCUBATOR, "-Dbnn4j.kernel=vector")).isEqualTo("found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:TieredStopAtLevel=1",
        "-XX:TieredStopAtLevel=3",
        "-XX:CompilationMode=quick-only",
        "-XX:-UseCompiler",
        "-Xint"
      })
  void itIsNotWhereTheJvmCompilesLittle(String flag) throws Exception {
    assumeNewJvm();

    assertThat(answer(CLASS_PATH, INCUBATOR, flag))
        .startsWith("the JVM runs without its optimizing compiler (");
  }

  @Test
  void itIsNotWithoutTheModule() throws Exception {
    assumeNewJvm();

    assertThat(answer(CLASS_PATH))
        .isEqualTo("the JVM was started without --add-modules jdk.incubator.vector");
  }

  /** A folder of classes is no multi-release jar, and no more is a jar without the attribute. */
  @Test
  void itIsNotWhereItsClassesAreHidden() throws Exception {
    assumeNewJvm();
    String folders =
        Arrays.stream(CLASS_PATH.split(File.pathSeparator))
            .filter(entry -> !entry.contains(Path.of("META-INF", "versions").toString()))
            .collect(Collectors.joining(File.pathSeparator));

    assertThat(answer(folders, INCUBATOR)).contains("does not say 'Multi-Release: true'");
  }

  @Test
  void classesThatAreNowhereAreSaidToBe() {
    assumeNewJvm();

    assertThat(reason("", "Missing", 21))
        .isEqualTo("its classes, in META-INF/versions/21 of the jar, are not there");
  }

  @Test
  void anOlderJvmIsTooOld() {
    int feature = Runtime.version().feature();

    assertThat(reason("", "VectorKernel", feature + 1))
        .isEqualTo("it needs Java " + (feature + 1) + " or newer, and this is Java " + feature);
  }

  @Test
  void aJavaThatNobodyTestedIsLeftToScalarJava() {
    assertThatCode(() -> VectorApi.requireTested(VectorApi.NEWEST_TESTED))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> VectorApi.requireTested(VectorApi.NEWEST_TESTED + 1))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "this is Java 26 and it was tested up to Java 25: -Dbnn4j.kernel=vector tries it");
  }

  @Test
  void aCompilerOfJvmciIsLeftToScalarJavaUnlessAskedFor() {
    assertThat(OptimizingCompiler.stranger(Optional.of("true")))
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .startsWith("the JVM compiles by JVMCI (-XX:+UseJVMCICompiler)")
                    .endsWith("-Dbnn4j.kernel=vector tries it"));
    assertThat(OptimizingCompiler.stranger(Optional.of("false"))).isEmpty();
    assertThat(OptimizingCompiler.stranger(Optional.empty())).isEmpty();
  }

  @Test
  void androidHasNone() throws Exception {
    assertThat(answer(OnAndroid.class, CLASS_PATH)).isEqualTo("Android has none");
  }

  @Test
  void thePropertyMayAskForScalarJava() {
    assertThat(reason("scalar", "VectorKernel", 21)).isEqualTo("bnn4j.kernel asks for scalar Java");
  }

  @Test
  void thePropertyMayNotAskForWhatIsNotThere() {
    assertThatIllegalStateException()
        .isThrownBy(() -> reason("vector", "VectorKernel", 1000))
        .withMessageStartingWith("bnn4j.kernel asks for the Vector API, but it needs Java 1000");
    assertThatIllegalStateException()
        .isThrownBy(() -> reason("foo", "VectorKernel", 21))
        .withMessage("The property bnn4j.kernel must be scalar or vector, not foo.");
  }

  private static void assumeNewJvm() {
    assumeThat(System.getProperty("bnn4j.expectedKernel", "")).isEqualTo("vector");
  }

  private static String reason(String forced, String name, int release) {
    try {
      VectorApi.find(forced, MethodHandles.lookup(), Kernel.class, name, release);
      return "found";
    } catch (UnsupportedOperationException e) {
      return e.getMessage();
    }
  }

  private static String answer(String classPath, String... flags) throws IOException {
    return answer(Asking.class, classPath, flags);
  }

  private static String answer(Class<?> main, String classPath, String... flags)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", classPath, main.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (InputStream said = process.getInputStream()) {
      return new String(said.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  /** What runs there. */
  static final class Asking {
    private Asking() {}

    public static void main(String[] arguments) {
      System.out.println(reason(System.getProperty("bnn4j.kernel", ""), "VectorKernel", 21));
    }
  }

  /** The same where the JVM has the name that it has on Android. */
  static final class OnAndroid {
    private OnAndroid() {}

    public static void main(String[] arguments) {
      System.setProperty("java.vm.name", "Dalvik");
      Asking.main(arguments);
    }
  }
}
