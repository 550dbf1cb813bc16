// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every block of Java in the documentation compiles against the libraries of this build. */
class CodeInDocsTest {
  private static final Pattern BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

  @TempDir private Path classes;

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleCompiles(Example example) {
    assertThat(example.compile(classes)).as(example.unit()).isEmpty();
  }

  static Stream<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Path page : DocPages.all().toList()) {
      List<String> blocks =
          BLOCK.matcher(Files.readString(page)).results().map(it -> it.group(1)).toList();
      for (int i = 0; i < blocks.size(); i++) {
        examples.add(new Example(page.getFileName() + " block " + (i + 1), blocks.get(i)));
      }
    }
    return examples.stream();
  }

  /** A block: imports, then statements, or a whole class. */
  record Example(String place, String code) {
    String unit() {
      if (code.contains("class ")) {
        return code;
      }
      String imports = lines(true);
      return imports
          + "\nclass Example {\n void run() throws Exception {\n"
          + lines(false)
          + "}\n}";
    }

    private String lines(boolean imports) {
      return code.lines()
          .filter(line -> line.startsWith("import ") == imports)
          .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Compiles it into a directory, and returns what the compiler has to say. */
    String compile(Path classes) {
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      StringWriter messages = new StringWriter();
      List<String> options =
          List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
      boolean compiled =
          compiler.getTask(messages, null, null, options, null, List.of(asFile())).call();
      return compiled ? "" : messages.toString();
    }

    JavaFileObject asFile() {
      String name =
          Pattern.compile("class (\\w+)")
              .matcher(unit())
              .results()
              .findFirst()
              .map((MatchResult it) -> it.group(1))
              .orElseThrow();
      return new SimpleJavaFileObject(
          URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
          return unit();
        }
      };
    }

    @Override
    public String toString() {
      return place;
    }
  }
}
