// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.bnn4j.images.PictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

class PictureFolderPropertiesTest {
  private Path directory;

  @BeforeTry
  void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("pictures");
  }

  @AfterTry
  void deleteDirectory() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** A class of n pictures gives its last max(1, n / 10) by name, whoever made the files first. */
  @Property(tries = 30)
  void theLastTenthOfEachClassIsHeldOut(
      @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 1, max = 35) Integer> sizes,
      @ForAll Random order)
      throws IOException {
    List<Path> files = new ArrayList<>();
    List<LabelledPicture> training = new ArrayList<>();
    List<LabelledPicture> heldOut = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      String label = "class" + i;
      Files.createDirectory(directory.resolve(label));
      int held = Math.max(1, sizes.get(i) / 10);
      for (int n = 0; n < sizes.get(i); n++) {
        Path file = directory.resolve(label).resolve((100 + n) + ".png");
        files.add(file);
        (n < sizes.get(i) - held ? training : heldOut).add(new LabelledPicture(file, label));
      }
    }
    Collections.shuffle(files, order);
    for (Path file : files) {
      Files.createFile(file);
    }

    PictureFolder folder = PictureFolder.list(directory);

    assertThat(folder.training()).isEqualTo(training);
    assertThat(folder.heldOut()).isEqualTo(heldOut);
  }

  /** What is written with quotes, as spreadsheets do, is what is read. */
  @Property(tries = 100)
  void aTableIsReadAsItWasWritten(
      @ForAll("names") List<String> names, @ForAll("labels") List<String> labels)
      throws IOException {
    Map<String, List<String>> classes = new TreeMap<>();
    StringBuilder table = new StringBuilder("picture,label\n");
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Files.createFile(directory.resolve(name));
      String label = labels.get(i % labels.size());
      classes.computeIfAbsent(label, key -> new ArrayList<>()).add(name);
      table.append(quoted(name)).append(',').append(quoted(label)).append('\n');
    }
    Files.writeString(directory.resolve("labels.csv"), table);

    Map<String, List<String>> read =
        PictureFolder.list(directory).all().stream()
            .collect(
                Collectors.groupingBy(
                    LabelledPicture::label,
                    TreeMap::new,
                    Collectors.mapping(
                        it -> it.file().getFileName().toString(), Collectors.toList())));

    assertThat(read).isEqualTo(classes);
  }

  @Property(tries = 300)
  void anyTableIsReadOrRefusedInASentence(@ForAll("tables") String text) throws IOException {
    Files.createFile(directory.resolve("a.png"));
    Files.writeString(directory.resolve("labels.csv"), text);

    assertThatCode(
            () -> {
              try {
                PictureFolder.list(directory);
              } catch (PictureException e) {
                assertThat(e)
                    .hasMessageStartingWith(directory.toString())
                    .hasMessageEndingWith(".");
              }
            })
        .doesNotThrowAnyException();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  @Provide
  Arbitrary<List<String>> labels() {
    return texts("ab ,\"';\u00e9").list().ofMinSize(1).ofMaxSize(3);
  }

  @Provide
  Arbitrary<List<String>> names() {
    return texts("ab ,';")
        .map(text -> text + ".png")
        .list()
        .uniqueElements()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  private static Arbitrary<String> texts(String characters) {
    return Arbitraries.strings().withChars(characters).ofMinLength(1).ofMaxLength(6);
  }

  @Provide
  Arbitrary<String> tables() {
    return Arbitraries.of("a.png", ",", "\"", "x", "\n", "..", "/", " ", "\0", "\ufeff")
        .list()
        .ofMaxSize(12)
        .map(parts -> "picture,label\n" + String.join("", parts));
  }
}
