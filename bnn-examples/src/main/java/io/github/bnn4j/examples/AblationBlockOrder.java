// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples;

import io.github.bnn4j.core.binarize.Binarization;
import io.github.bnn4j.examples.ablation.Ablation;
import io.github.bnn4j.examples.ablation.AblationReport;
import io.github.bnn4j.examples.ablation.BlockOrder;
import io.github.bnn4j.examples.ablation.Variant;
import java.util.List;

/**
 * Follows table 3 b of XNOR-Net (arXiv 1603.05279): the order of the layers of a binary block, in
 * short trainings on CIFAR-10.
 */
public final class AblationBlockOrder {
  /** The rows of the table. */
  public static final List<Variant> VARIANTS =
      List.of(
          Variant.of("XNOR, C-B-A-P", Binarization.XNOR, BlockOrder.C_B_A_P, "30.3"),
          Variant.of("XNOR, B-A-C-P", Binarization.XNOR, BlockOrder.B_A_C_P, "44.2"));

  private AblationBlockOrder() {}

  /**
   * Trains both rows with the usual settings and prints them in Markdown.
   *
   * @param arguments the directory with the CIFAR-10 batches; without it they are downloaded
   */
  public static void main(String[] arguments) {
    System.out.print(run(Ablation.ofMain(arguments)).table().markdown());
  }

  /** Trains the rows that the ablation has not trained yet. */
  public static AblationReport run(Ablation ablation) {
    return ablation.run("Order of the layers of a block", VARIANTS);
  }
}
