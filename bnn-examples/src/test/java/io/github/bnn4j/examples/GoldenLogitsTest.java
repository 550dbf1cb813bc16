// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.examples.cifar10.Cifar10Dataset;
import io.github.bnn4j.layers.train.ImageDataset;
import io.github.bnn4j.zoo.PretrainedWeights;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The logits of the shipped binary networks on all 10,000 test images, how many of those they
 * recognise, and the same logits to the last bit on some of them whichever kernel and width of
 * vectors computes them. The golden file has a hash and a count for each network; {@code
 * -Dbnn4j.golden=write} writes them anew after weights have changed.
 */
@Tag("kernel")
class GoldenLogitsTest {

  private static final Path GOLDEN =
      Path.of("src/test/resources/io/github/bnn4j/examples/golden-logits.properties");

  /** What follows a network's name where the golden file says how many images it recognises. */
  private static final String CORRECT = ".correct";

  private static final ImageDataset IMAGES = Cifar10Dataset.embeddedTest();

  /** What the slower variants compute. */
  private static final ImageDataset SOME = IMAGES.subset(0, 2_000);

  /** What a JVM with the Vector API is started with, beside the flags of this one. */
  private static final List<List<String>> VARIANTS =
      List.of(
          List.of("-Dbnn4j.kernel=scalar"),
          List.of("-Dbnn4j.kernel=vector", "-XX:MaxVectorSize=16"),
          List.of("-Dbnn4j.kernel=vector", "-XX:MaxVectorSize=32"),
          List.of("-Dbnn4j.kernel=vector", "-XX:UseAVX=2"));

  @ParameterizedTest
  @MethodSource("binaryNetworks")
  void logitsOfShippedNetworksDoNotChangeByABit(PretrainedWeights weights) throws IOException {
    String name = weights.architecture().name();
    float[] logits = logits(weights, IMAGES);
    String hash = hash(logits);
    int correct = correct(logits);
    if (System.getProperty("bnn4j.golden", "").equals("write")) {
      Map<Object, Object> golden = new TreeMap<>(golden());
      golden.put(name, hash);
      golden.put(name + CORRECT, correct);
      Files.write(GOLDEN, golden.entrySet().stream().map(Object::toString).toList());
    }

    assertThat(hash)
        .as("hash of the logits of %s; if its weights changed, see CONTRIBUTING.md", name)
        .isEqualTo(golden().getProperty(name));
    assertThat(correct)
        .as("images that %s recognises", name)
        .isEqualTo(Integer.parseInt(golden().getProperty(name + CORRECT)))
        .isEqualTo(Math.toIntExact(Math.round(weights.card().top1() * IMAGES.size() / 100)));
  }

  private static int correct(float[] logits) {
    int[] labels = IMAGES.labels();
    int classes = logits.length / labels.length;
    int correct = 0;
    for (int i = 0; i < labels.length; i++) {
      int largest = 0;
      for (int c = 1; c < classes; c++) {
        largest = logits[i * classes + c] > logits[i * classes + largest] ? c : largest;
      }
      correct += largest == labels[i] ? 1 : 0;
    }
    return correct;
  }

  @Test
  void everyKernelAndWidthOfVectorsGivesTheSame() throws Exception {
    assumeThat(System.getProperty("bnn4j.expectedKernel"))
        .as("the lane: its JVM has the Vector API")
        .isEqualTo("vector");
    Map<String, String> expected =
        binaryNetworks().collect(toMap(it -> it.architecture().name(), it -> hash(it, SOME)));
    for (List<String> flags : VARIANTS) {
      Properties computed = new Properties();
      try (InputStream output = start(flags).getInputStream()) {
        computed.load(output);
      }

      assertThat(computed).as("logits with %s", flags).isEqualTo(expected);
    }
  }

  private static Process start(List<String> flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "-Dslf4j.internal.verbosity=ERROR"));
    command.addAll(flags);
    command.add(GoldenLogitsTest.class.getName());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.start();
  }

  /** Prints the hashes of all networks on some of the images, in the form of the golden file. */
  public static void main(String[] arguments) {
    binaryNetworks()
        .forEach(it -> System.out.println(it.architecture().name() + "=" + hash(it, SOME)));
  }

  static Stream<PretrainedWeights> binaryNetworks() {
    return PretrainedWeights.all().stream().filter(it -> it.architecture().binary());
  }

  private static float[] logits(PretrainedWeights weights, ImageDataset images) {
    PackedNetwork network = weights.load();
    return network.logits(images.pixels(), images.size(), ForkJoinPool.commonPool());
  }

  private static String hash(PretrainedWeights weights, ImageDataset images) {
    return hash(logits(weights, images));
  }

  private static String hash(float[] logits) {
    ByteBuffer bytes = ByteBuffer.allocate(logits.length * Float.BYTES);
    bytes.asFloatBuffer().put(logits);
    return DigestUtils.sha256Hex(bytes.array());
  }

  private static Properties golden() throws IOException {
    Properties golden = new Properties();
    if (Files.exists(GOLDEN)) {
      try (Reader reader = Files.newBufferedReader(GOLDEN, StandardCharsets.US_ASCII)) {
        golden.load(reader);
      }
    }
    return golden;
  }
}
