// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String ROOT = "io.github.bnn4j.spark.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.bnn4j.spark");

  @Test
  void classifyingNeedsNothingOfTraining() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "classify", ROOT + "input")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "train", "io.github.bnn4j.layers..", "org.nd4j..")
        .check(CLASSES);
  }

  @Test
  void stagesStandOnWhatExecutorsDoAndNothingGoesBack() {
    slices().matching("io.github.bnn4j.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
