// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bnn4j.core.file.BnnFormatException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class StoredTensorsTest {

  private static final ByteBuffer BYTES = ByteBuffer.wrap(new byte[] {0, 1, 2, 3, 4, 5, 6, 7});

  @Test
  void viewsAreDecodedByTheirStrides() {
    assertThat(view(new long[] {2, 3}, new long[] {3, 1}, 1).values())
        .containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(view(new long[] {3, 2}, new long[] {1, 3}, 1).values())
        .containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(view(new long[] {2, 1, 2}, new long[] {0, 9, 4}, 3).values())
        .containsExactly(3, 7, 3, 7);
    assertThat(view(new long[] {}, new long[] {}, 5).values()).containsExactly(5);
    assertThat(view(new long[] {4, 0}, new long[] {1, 1}, 5).values()).isEmpty();
  }

  private static Tensor view(long[] shape, long[] strides, long offset) {
    return new StoredTensor.View(NumberType.INT8, shape, strides, offset, BYTES).decode();
  }

  @Test
  void arraysAreReadWhenTheyAreAskedFor() {
    INDArray array = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}});
    StoredTensor stored = new StoredTensor.OfArray(array);

    array.putScalar(0, 2, 7);

    assertThat(stored.type()).isEqualTo("float32");
    assertThat(stored.isWeight()).isTrue();
    assertThat(stored.decode())
        .isEqualTo(new Tensor(new long[] {2, 3}, new float[] {1, 2, 7, 4, 5, 6}));
    assertThat(new StoredTensor.OfArray(array.transpose()).decode())
        .isEqualTo(new Tensor(new long[] {3, 2}, new float[] {1, 4, 2, 5, 7, 6}));
  }

  @Test
  void itIsAMapOfTensors() {
    Map<String, Tensor> plain = new LinkedHashMap<>();
    plain.put("b", new Tensor(new long[] {2}, new float[] {1, 2}));
    plain.put("a", new Tensor(new long[] {}, new float[] {3}));

    StoredTensors tensors = StoredTensors.of(plain);

    assertThat(tensors).isEqualTo(plain).hasSameHashCodeAs(plain);
    assertThat(plain).isEqualTo(tensors);
    assertThat(tensors.keySet()).containsExactly("b", "a");
    assertThat(tensors.get("c")).isNull();
    assertThat(StoredTensors.of(tensors)).isSameAs(tensors);
    assertThatThrownBy(() -> tensors.remove("a")).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> tensors.entrySet().iterator().next().setValue(plain.get("a")))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void whatCannotBeReadIsRefusedOnlyWhenItIsAskedFor() {
    StoredTensors tensors =
        new StoredTensors(
            "x.pt",
            Map.of("q", new StoredTensor.Unreadable("qint8", new long[] {4}, "is quantised")));

    assertThat(tensors).hasSize(1).containsKey("q");
    assertThat(tensors.entrySet().iterator().next().getKey()).isEqualTo("q");
    assertThat(tensors.weights()).isEmpty();
    assertThatExceptionOfType(BnnFormatException.class)
        .isThrownBy(() -> tensors.get("q"))
        .withMessage("x.pt, byte 0: q is quantised");
  }

  @Test
  void countersOfBatchesAreNoWeightsWhateverTheirType() {
    Tensor one = new Tensor(new long[] {}, new float[] {1});
    StoredTensors tensors =
        StoredTensors.of(Map.of("bn.weight", one, "bn.num_batches_tracked", one));

    assertThat(tensors.weights()).containsExactly("bn.weight");
    assertThat(tensors.withoutCounters()).isEqualTo(Map.of("bn.weight", one));
  }
}
