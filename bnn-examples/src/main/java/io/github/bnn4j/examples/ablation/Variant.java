// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.examples.ablation;

import io.github.bnn4j.core.binarize.Binarization;
import io.github.bnn4j.core.binarize.Scaling;
import java.util.Optional;

/**
 * One way to build the network.
 *
 * @param name what it is called in tables and charts
 * @param binarization what of the seven inner convolutions is binary
 * @param scaling what their sums are multiplied with; empty if their weights stay float
 * @param order the order of the layers of a block
 * @param published top-1 accuracy in per cent of AlexNet on ImageNet, built and trained so by the
 *     XNOR-Net paper; "-" where it has none
 */
public record Variant(
    String name,
    Binarization binarization,
    Optional<Scaling> scaling,
    BlockOrder order,
    String published) {

  /** A variant scaled as its paper does. */
  public static Variant of(
      String name, Binarization binarization, BlockOrder order, String published) {
    return new Variant(name, binarization, binarization.scaling(), order, published);
  }

  /** Whether another variant, whatever its name, is the same network. */
  boolean isSameNetwork(Variant other) {
    return binarization == other.binarization
        && scaling.equals(other.scaling)
        && order == other.order;
  }

  /** The same with another scaling. */
  public Variant scaled(String otherName, Scaling otherScaling, String otherPublished) {
    return new Variant(otherName, binarization, Optional.of(otherScaling), order, otherPublished);
  }
}
