// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.ablation;

/**
 * The order of the layers of a block: convolution, batch normalisation, activation, pool. See
 * Rastegari, M. et al. "XNOR-Net", ECCV 2016 (arXiv 1603.05279), figure 3 and table 3 b.
 */
public enum BlockOrder {
  /**
   * The order of float networks. A pool sees signs: the maximum of signs is mostly +1, and an
   * average of signs is no sign, so the sign is taken again.
   */
  C_B_A_P,

  /** The order of XNOR-Net: signs are taken of normalised values, pools see sums. */
  B_A_C_P;

  /** The name of the paper, such as B-A-C-P. */
  public String label() {
    return name().replace('_', '-');
  }
}
