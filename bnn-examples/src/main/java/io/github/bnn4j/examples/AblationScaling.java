// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import io.github.bnn4j.core.binarize.Binarization;
import io.github.bnn4j.core.binarize.Scaling;
import io.github.bnn4j.core.binarize.StraightThroughEstimator;
import io.github.bnn4j.core.binarize.WeightGradient;
import io.github.bnn4j.examples.ablation.Ablation;
import io.github.bnn4j.examples.ablation.AblationReport;
import io.github.bnn4j.examples.ablation.BlockOrder;
import io.github.bnn4j.examples.ablation.Variant;
import java.util.List;

/**
 * Follows table 3 a of XNOR-Net (arXiv 1603.05279): what the scale of binary convolutions is worth,
 * in short trainings on CIFAR-10. Float weights and inputs, and binary weights with float inputs,
 * are there to compare with.
 */
public final class AblationScaling {
  private static final Variant BWN =
      Variant.of("BWN, alpha", Binarization.BWN, BlockOrder.B_A_C_P, "56.8");

  private static final Variant XNOR =
      Variant.of("XNOR, alpha", Binarization.XNOR, BlockOrder.B_A_C_P, "-");

  /** The rows of the table. */
  public static final List<Variant> VARIANTS =
      List.of(
          Variant.of("float", Binarization.NONE, BlockOrder.B_A_C_P, "56.6"),
          BWN,
          BWN.scaled("BWN, learned scale", new Scaling.Learned(), "46.2"),
          Variant.of("BNN, no scale", Binarization.BNN, BlockOrder.B_A_C_P, "27.9"),
          XNOR,
          XNOR.scaled(
              "XNOR, alpha and K",
              new Scaling.AlphaAndK(
                  WeightGradient.CORRECTED, new StraightThroughEstimator.ClippedIdentity()),
              "44.2"),
          XNOR.scaled("XNOR, learned scale", new Scaling.Learned(), "-"));

  private AblationScaling() {}

  /**
   * Trains all rows with the usual settings and prints them in Markdown.
   *
   * @param arguments the directory with the CIFAR-10 batches; without it they are downloaded
   */
  public static void main(String[] arguments) {
    System.out.print(run(Ablation.ofMain(arguments)).table().markdown());
  }

  /** Trains all rows that the ablation has not trained yet. */
  public static AblationReport run(Ablation ablation) {
    return ablation.run("Scaling of binary convolutions", VARIANTS);
  }
}
