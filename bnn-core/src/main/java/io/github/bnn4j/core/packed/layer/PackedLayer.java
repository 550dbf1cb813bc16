// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed.layer;

import io.github.bnn4j.core.shape.Window;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * One operation of a packed network, of one value to one. Layers are immutable values: they copy
 * the arrays they are given and give away, and are equal where their numbers are.
 *
 * <p>Values have shape [H, W, C] and one of three {@linkplain ValueKind kinds}. Channels are the
 * fastest dimension.
 *
 * <p>A new kind of layer is a record here, a constant of {@link Kind}, and a method of {@link
 * Visitor}; the compiler then names what else does not know it yet.
 */
public sealed interface PackedLayer
    permits FloatConv2d,
        Affine,
        Relu,
        MaxPool,
        AvgPool,
        Shuffle,
        FloatThreshold,
        BitConv2d,
        IntThreshold,
        AvgPoolThreshold,
        Prelu {

  /** The kinds of layers, each with its tag in files and what reads its fields. */
  enum Kind {
    /** {@link FloatConv2d}. */
    FLOAT_CONV_2D(1, FloatConv2d::read),
    /** {@link Affine}. */
    AFFINE(2, Affine::read),
    /** {@link Relu}. */
    RELU(3, in -> new Relu()),
    /** {@link MaxPool}. */
    MAX_POOL(4, in -> new MaxPool(in.window())),
    /** {@link AvgPool}. */
    AVG_POOL(5, in -> new AvgPool(in.window())),
    /** {@link Shuffle}. */
    SHUFFLE(6, in -> new Shuffle(in.count())),
    /** {@link FloatThreshold}. */
    FLOAT_THRESHOLD(7, FloatThreshold::read),
    /** {@link BitConv2d}. */
    BIT_CONV_2D(8, BitConv2d::read),
    /** {@link IntThreshold}. */
    INT_THRESHOLD(9, IntThreshold::read),
    /** {@link AvgPoolThreshold}. */
    AVG_POOL_THRESHOLD(10, AvgPoolThreshold::read),
    /** {@link Prelu}. */
    PRELU(11, Prelu::read);

    private final int tag;
    private final Function<FieldReader, PackedLayer> fields;

    Kind(int tag, Function<FieldReader, PackedLayer> fields) {
      this.tag = tag;
      this.fields = fields;
    }

    /**
     * Returns the kind of a tag.
     *
     * @param tag the tag
     * @return the kind, if there is one
     */
    public static Optional<Kind> ofTag(int tag) {
      return Arrays.stream(values()).filter(kind -> kind.tag == tag).findFirst();
    }

    /** {@return the number that stands for this kind in files, 1 to 127; it never changes} */
    public int tag() {
      return tag;
    }

    /**
     * Reads a layer of this kind.
     *
     * @param in where its fields come from
     * @return the layer
     * @throws IllegalArgumentException if they are not those of a layer
     */
    public PackedLayer read(FieldReader in) {
      return fields.apply(in);
    }
  }

  /**
   * Does something with a layer by its class.
   *
   * @param <R> what comes of it
   */
  interface Visitor<R> {

    /**
     * Visits a convolution in single precision.
     *
     * @param layer the layer
     * @return what comes of it
     */
    R visit(FloatConv2d layer);

    /**
     * Visits a scale and a shift.
     *
     * @param layer the layer
     * @return what comes of it
     */
    R visit(Affine layer);

    /**
     * Visits a rectifier.
     *
     * @param layer the layer
     * @return what comes of it
     */
    R visit(Relu layer);

    /**
     * Visits a pool of largest values.
     *
     * @param layer the layer
     * @return what comes of it
     */
    R visit(MaxPool layer);

    /**
     * Visits a pool of means.
     *
     * @param layer the layer
     * @return what comes of it
     */
    R visit(AvgPool layer);

    /**
     * Visits a shuffle.
     *
     * @param layer the layer
     * @return what comes of it
     */
    R visit(Shuffle layer);

    /**
     * Visits a threshold of floats.
     *
     * @param layer the layer
     * @return what comes of it
     */
    R visit(FloatThreshold layer);

    /**
     * Visits a convolution of signs.
     *
     * @param layer the layer
     * @return what comes of it
     */
    R visit(BitConv2d layer);

    /**
     * Visits a threshold of exact sums.
     *
     * @param layer the layer
     * @return what comes of it
     */
    R visit(IntThreshold layer);

    /**
     * Visits a rectifier, pool and threshold of exact sums.
     *
     * @param layer the layer
     * @return what comes of it
     */
    R visit(AvgPoolThreshold layer);

    /**
     * Visits a rectifier with a slope.
     *
     * @param layer the layer
     * @return what comes of it
     */
    R visit(Prelu layer);
  }

  /**
   * Returns the kind and shape of what this layer makes of an input.
   *
   * @param input the kind and shape of the input
   * @return those of the output
   * @throws IllegalArgumentException if the layer cannot take that input
   */
  ValueShape outputShape(ValueShape input);

  /** {@return the window of a layer that has one, which slides over its input} */
  default Optional<Window> slides() {
    return Optional.empty();
  }

  /** {@return the kind of this layer} */
  Kind kind();

  /**
   * Writes the fields that {@link Kind#read} reads, in their order.
   *
   * @param out where they go
   */
  void writeFields(FieldWriter out);

  /**
   * Calls the method of a visitor for the class of this layer.
   *
   * @param visitor the visitor
   * @param <R> what comes of it
   * @return what it returns
   */
  <R> R accept(Visitor<R> visitor);
}
