// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.io;

import io.github.bnn4j.layers.Floats;
import java.nio.ByteBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A tensor as a file has it: what it is can be told without decoding its numbers. */
public sealed interface StoredTensor {

  /** {@return what its numbers are, such as {@code float32}} */
  String type();

  /** {@return its sizes, outermost first; empty also if they are not known} */
  long[] shape();

  /** {@return whether it holds floating-point numbers that can be read, as weights are} */
  boolean isWeight();

  /**
   * Decodes it.
   *
   * @return its numbers as floats
   * @throws UnsupportedOperationException if it is {@link Unreadable}
   */
  Tensor decode();

  /**
   * A tensor that has been decoded already.
   *
   * @param tensor its numbers
   */
  record Decoded(Tensor tensor) implements StoredTensor {

    @Override
    public String type() {
      return NumberType.FLOAT32.toString();
    }

    @Override
    public long[] shape() {
      return tensor.shape();
    }

    @Override
    public boolean isWeight() {
      return true;
    }

    @Override
    public Tensor decode() {
      return tensor;
    }
  }

  /**
   * An array of ND4J, whose numbers are copied each time they are asked for: what it is then.
   *
   * @param array float32, whose owner keeps it while this is in use
   */
  record OfArray(INDArray array) implements StoredTensor {

    @Override
    public String type() {
      return NumberType.FLOAT32.toString();
    }

    @Override
    public long[] shape() {
      return array.shape();
    }

    @Override
    public boolean isWeight() {
      return true;
    }

    @Override
    public Tensor decode() {
      return new Tensor(array.shape(), Floats.of(array));
    }
  }

  /**
   * A view of numbers that lie in a file: element {@code [i, j, ...]} is number {@code offset + i *
   * strides[0] + j * strides[1] + ...}. Who makes one has checked that all of them lie in the
   * bytes.
   *
   * @param numbers their type
   * @param shape sizes, not copied
   * @param strides steps from one element to the next, not copied; 0 repeats an element
   * @param offset the number at {@code [0, 0, ...]}
   * @param bytes the numbers, from the buffer's begin on
   */
  record View(NumberType numbers, long[] shape, long[] strides, long offset, ByteBuffer bytes)
      implements StoredTensor {

    @Override
    public String type() {
      return numbers.toString();
    }

    @Override
    public boolean isWeight() {
      return numbers.isFloat();
    }

    @Override
    public Tensor decode() {
      float[] values = new float[(int) Tensor.size(shape)];
      long[] index = new long[shape.length];
      long at = offset;
      for (int i = 0; i < values.length; i++) {
        values[i] = numbers.read(bytes, (int) at);
        for (int d = shape.length - 1; d >= 0; d--) {
          at += strides[d];
          if (++index[d] < shape[d]) {
            break;
          }
          at -= shape[d] * strides[d];
          index[d] = 0;
        }
      }
      return new Tensor(shape, values);
    }
  }

  /**
   * What is no tensor of numbers that can be read. It may lie beside others as long as nobody wants
   * it.
   *
   * @param type what it is, such as {@code F8_E4M3}
   * @param shape sizes, not copied; empty also if they are not known
   * @param reason why it cannot be read, to go on behind its name, such as {@code is quantised}
   */
  record Unreadable(String type, long[] shape, String reason) implements StoredTensor {

    @Override
    public boolean isWeight() {
      return false;
    }

    @Override
    public Tensor decode() {
      throw new UnsupportedOperationException(reason);
    }
  }
}
