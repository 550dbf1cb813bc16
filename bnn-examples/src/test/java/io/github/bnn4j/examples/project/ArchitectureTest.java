// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.project;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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
        .whereLayer("layers")
        .mayOnlyBeAccessedByLayers("zoo", "examples")
        .check(CLASSES);
  }

  @Test
  void packedInferenceStandsOnKernelsAndKernelsOnBits() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("bit")
        .definedBy(ROOT + "core.bit")
        .optionalLayer("kernel")
        .definedBy(ROOT + "core.kernel")
        .layer("packed")
        .definedBy(ROOT + "core.packed")
        .layer("binarize")
        .definedBy(ROOT + "core.binarize")
        .whereLayer("binarize")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("packed")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("kernel")
        .mayOnlyBeAccessedByLayers("packed")
        .check(CLASSES);
  }

  @Test
  void packedInferenceNeverSeesNd4j() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "core.bit", ROOT + "core.kernel", ROOT + "core.packed")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void librariesLogThroughSlf4jOnly() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "core..", ROOT + "layers..", ROOT + "zoo..")
        .should(ACCESS_STANDARD_STREAMS)
        .orShould(USE_JAVA_UTIL_LOGGING)
        .check(CLASSES);
  }
}
