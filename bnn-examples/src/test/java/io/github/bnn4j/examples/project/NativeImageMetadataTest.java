// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the jars tell GraalVM to keep is there, and nothing is forgotten. */
class NativeImageMetadataTest {

  @Test
  void everyKernelThatIsLoadedByNameIsKept() throws IOException {
    assertThat(values("bnn-core", "reflection", "type"))
        .isNotEmpty()
        .allSatisfy(
            type ->
                assertThat(Path.of("../bnn-core/src/main/java21", type.replace('.', '/') + ".java"))
                    .exists());
  }

  @Test
  void everyResourceOfTheZooIsKept() throws IOException {
    List<PathMatcher> globs =
        values("bnn-zoo", "resources", "glob").stream()
            .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
            .toList();
    Path resources = Path.of("../bnn-zoo/src/main/resources");

    try (Stream<Path> files = Files.list(resources.resolve("io/github/bnn4j/zoo"))) {
      assertThat(files.map(resources::relativize))
          .isNotEmpty()
          .allMatch(file -> globs.stream().anyMatch(glob -> glob.matches(file)));
    }
  }

  private static List<String> values(String module, String kind, String key) throws IOException {
    Path file =
        Path.of(
            "..",
            module,
            "src/main/resources/META-INF/native-image/io.github.bnn4j",
            module,
            "reachability-metadata.json");
    List<?> entries = (List<?>) JSON.std.mapFrom(Files.readString(file)).get(kind);
    return entries.stream().map(entry -> (String) ((Map<?, ?>) entry).get(key)).toList();
  }
}
