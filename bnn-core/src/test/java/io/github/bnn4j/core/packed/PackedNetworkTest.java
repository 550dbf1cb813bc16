// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

class PackedNetworkTest {

  @Property(tries = 2_000)
  @Tag("kernel")
  void anyNetworkComputesWhatItsLayersSay(@ForAll long seed) {
    PackedNetwork network = AnyNetwork.of(seed);
    Session session = network.newSession();
    for (int image = 0; image < 2; image++) {
      float[] input = AnyNetwork.image(network, seed + image);

      float[] logits = session.logits(input);

      double[] expected = ReferenceExecutor.logits(network, input);
      for (int i = 0; i < logits.length; i++) {
        assertThat((double) logits[i]).isEqualTo(expected[i]);
      }
    }
  }
}
