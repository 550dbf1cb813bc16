// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.project;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Java as it stands in the documentation.
 *
 * @param code imports, then statements, or whole classes
 */
record JavaInDocs(String code) {
  private static final Pattern CLASS = Pattern.compile("(?m)^(?:public |final )*class (\\w+)");

  /** What the compiler gets: statements are put into a method. */
  String unit() {
    return CLASS.matcher(code).find()
        ? code
        : imports() + "\nclass Example {\n void run() throws Exception {\n" + statements() + "}\n}";
  }

  private String imports() {
    return lines(true);
  }

  private String statements() {
    return lines(false);
  }

  private String lines(boolean imports) {
    return code.lines()
        .filter(line -> line.startsWith("import ") == imports)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** Whether a source has these imports and these statements. */
  boolean isPartOfOneOf(List<Path> sources) throws IOException {
    for (Path source : sources) {
      String text = Files.readString(source);
      if (imports().lines().allMatch(text::contains) && words(text).contains(words(statements()))) {
        return true;
      }
    }
    return false;
  }

  private static String words(String text) {
    return text.replaceAll("(?<!:)//.*", "").replaceAll("\\s+", "");
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

  private JavaFileObject asFile() {
    String unit = unit();
    Matcher name = CLASS.matcher(unit);
    URI file = URI.create("string:///" + (name.find() ? name.group(1) : "Example") + ".java");
    return new SimpleJavaFileObject(file, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return unit;
      }
    };
  }
}
