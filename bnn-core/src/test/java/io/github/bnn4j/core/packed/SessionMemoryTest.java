// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionMemoryTest {

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void aSessionTakesLessThanFourMebibytes() {
    for (PackedNetwork network : networks()) {
      long before = threads.getCurrentThreadAllocatedBytes();

      Session session = network.newSession();
      session.logits(new byte[3072]);

      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
    }
  }

  @Test
  void anImageAllocatesNothingButItsLogits() {
    for (PackedNetwork network : networks()) {
      Session session = network.newSession();
      byte[] pixels = new byte[3072];
      session.logits(pixels);
      long before = threads.getCurrentThreadAllocatedBytes();

      for (int i = 0; i < 100; i++) {
        session.logits(pixels);
      }

      long anImage = (threads.getCurrentThreadAllocatedBytes() - before) / 100;
      assertThat(anImage).isLessThanOrEqualTo(16 + 10 * Float.BYTES + 8);
    }
  }

  @Test
  void logitsIntoAnArrayOfTheCallerAllocateNothing() {
    for (PackedNetwork network : networks()) {
      byte[] pixels = new byte[3072];
      float[] logits = new float[10];
      network.logits(pixels, logits);
      network.logits(pixels, logits);
      long before = threads.getCurrentThreadAllocatedBytes();

      for (int i = 0; i < 100; i++) {
        network.logits(pixels, logits);
      }

      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
    }
  }

  private static List<PackedNetwork> networks() {
    return List.of(RandomNetworks.ninXnor(1), RandomNetworks.ninGcXnor(1));
  }
}
