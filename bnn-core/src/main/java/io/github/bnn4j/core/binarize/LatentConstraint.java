// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.binarize;

import io.github.bnn4j.core.check.NotOnAndroid;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The set that latent weights are brought back into after each change by an optimizer. */
@NotOnAndroid
public enum LatentConstraint {

  /** Centred over the input channels, then clipped to [-1, 1], as XNOR-Net's are. */
  CENTRE_AND_CLIP {
    @Override
    public void apply(INDArray latent) {
      WeightBinarizer.constrain(latent);
    }
  },

  /** Clipped to [-1, 1], as BinaryConnect's are. */
  CLIP {
    @Override
    public void apply(INDArray latent) {
      WeightBinarizer.constrain(latent, false);
    }
  },

  /** As they are: signs turn when the optimizer turns them, as in Bi-Real Net and ReActNet. */
  NONE {
    @Override
    public void apply(INDArray latent) {}
  },

  /** Their signs, +1 and -1, for an optimizer that turns signs and needs nothing behind them. */
  SIGN {
    @Override
    public void apply(INDArray latent) {
      WeightBinarizer.binarize(latent);
    }
  };

  /**
   * Brings latent weights back, in place.
   *
   * @param latent {@code [outChannels, kernel, kernel, inChannels / groups]}
   */
  public abstract void apply(INDArray latent);
}
