// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.project;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md. */
class ArchitectureTest {
  private static final String ROOT = "io.github.bnn4j.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.bnn4j");

  @Test
  void modulesPointDownOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("core")
        .definedBy(ROOT + "core..")
        .optionalLayer("images")
        .definedBy(ROOT + "images..")
        .optionalLayer("layers")
        .definedBy(ROOT + "layers..")
        .optionalLayer("zoo")
        .definedBy(ROOT + "zoo..")
        .layer("examples")
        .definedBy(ROOT + "examples..")
        .whereLayer("examples")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("zoo")
        .mayOnlyBeAccessedByLayers("examples")
        .whereLayer("images")
        .mayOnlyBeAccessedByLayers("examples")
        .whereLayer("layers")
        .mayOnlyBeAccessedByLayers("zoo", "examples")
        .check(CLASSES);
  }

  @Test
  void packedInferenceStandsOnKernelsAndKernelsOnBits() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("check")
        .definedBy(ROOT + "core.check")
        .layer("shape")
        .definedBy(ROOT + "core.shape")
        .layer("graph")
        .definedBy(ROOT + "core.graph")
        .layer("file")
        .definedBy(ROOT + "core.file")
        .layer("proto")
        .definedBy(ROOT + "core.proto")
        .layer("bit")
        .definedBy(ROOT + "core.bit")
        .layer("kernel")
        .definedBy(ROOT + "core.kernel")
        .layer("layer")
        .definedBy(ROOT + "core.packed.layer")
        .layer("format")
        .definedBy(ROOT + "core.packed.format")
        .layer("plan")
        .definedBy(ROOT + "core.packed.plan")
        .layer("packed")
        .definedBy(ROOT + "core.packed")
        .layer("onnx")
        .definedBy(ROOT + "core.onnx")
        .layer("binarize")
        .definedBy(ROOT + "core.binarize")
        .whereLayer("binarize")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("onnx")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("packed")
        .mayOnlyBeAccessedByLayers("onnx")
        .whereLayer("plan")
        .mayOnlyBeAccessedByLayers("packed")
        .whereLayer("format")
        .mayOnlyBeAccessedByLayers("packed")
        .whereLayer("layer")
        .mayOnlyBeAccessedByLayers("packed", "plan", "format", "onnx")
        .whereLayer("kernel")
        .mayOnlyBeAccessedByLayers("plan")
        .whereLayer("bit")
        .mayOnlyBeAccessedByLayers("layer", "plan", "format", "kernel", "onnx")
        .whereLayer("proto")
        .mayOnlyBeAccessedByLayers("onnx")
        .whereLayer("file")
        .mayOnlyBeAccessedByLayers("packed", "format", "onnx")
        .whereLayer("graph")
        .mayOnlyBeAccessedByLayers("packed", "layer", "plan", "format", "onnx")
        .whereLayer("shape")
        .mayOnlyBeAccessedByLayers("graph", "layer", "plan", "format", "onnx")
        .ensureAllClassesAreContainedInArchitectureIgnoring(not(resideInAPackage(ROOT + "core..")))
        .check(CLASSES);
  }

  /** The class path hides what is missing, the module path ends the application. */
  @Test
  void theModuleOfCoreExportsWhatTheOtherLibrariesUse() throws IOException {
    Map<String, String> exports = new HashMap<>();
    Matcher export =
        Pattern.compile("exports ([\\w.]+)([^;]*);")
            .matcher(Files.readString(Path.of("../bnn-core/src/main/module/module-info.java")));
    while (export.find()) {
      exports.put(export.group(1), export.group(2));
    }

    for (String library : List.of("images", "layers", "zoo", "examples")) {
      assertThat(packagesOfCoreIn(library))
          .isNotEmpty()
          .allSatisfy(
              used ->
                  assertThat(exports.get(used))
                      .as("who sees %s", used)
                      .matches("|(?s).*\\b" + Pattern.quote(ROOT + library) + "\\b.*"));
    }
  }

  private static Set<String> packagesOfCoreIn(String library) {
    return CLASSES.stream()
        .filter(type -> (type.getPackageName() + ".").startsWith(ROOT + library + "."))
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(dependency -> dependency.getTargetClass().getBaseComponentType().getPackageName())
        .filter(name -> name.startsWith(ROOT + "core."))
        .collect(Collectors.toSet());
  }

  @Test
  void onlyBinarizeInCoreSeesNd4j() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "core..")
        .and()
        .resideOutsideOfPackage(ROOT + "core.binarize")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
        .check(CLASSES);
  }

  @Test
  void onlyEnginesAndMeasurementsOfOneDnnSeeOneDnn() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "layers.engine.onednn", ROOT + "examples.speedup")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco.dnnl..")
        .check(CLASSES);
  }

  @Test
  void kernelsForNewerJavaSeeNothingButTheirPackageAndTheJdk() {
    JavaClasses versioned =
        new ClassFileImporter()
            .importPaths(
                Path.of("../bnn-core/target/classes/META-INF/versions"),
                Path.of("../bnn-layers/target/classes/META-INF/versions"));

    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "jdk.incubator.vector..", ROOT + "core.kernel", ROOT + "layers.engine.pass")
        .allowEmptyShould(true)
        .check(versioned);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void librariesLogThroughSlf4jOnly() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "core..", ROOT + "images..", ROOT + "layers..", ROOT + "zoo..")
        .should(ACCESS_STANDARD_STREAMS)
        .orShould(USE_JAVA_UTIL_LOGGING)
        .check(CLASSES);
  }
}
