// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.core.packed;

import io.github.bnn4j.core.check.Count;
import io.github.bnn4j.core.check.Require;
import io.github.bnn4j.core.file.AtomicFile;
import io.github.bnn4j.core.file.BnnFormatException;
import io.github.bnn4j.core.file.IoProblem;
import io.github.bnn4j.core.graph.Graph;
import io.github.bnn4j.core.graph.Join;
import io.github.bnn4j.core.packed.format.PackedReader;
import io.github.bnn4j.core.packed.format.PackedWriter;
import io.github.bnn4j.core.packed.layer.ImageSpec;
import io.github.bnn4j.core.packed.layer.PackedLayer;
import io.github.bnn4j.core.packed.layer.PackedProgram;
import io.github.bnn4j.core.packed.layer.ValueShape;
import io.github.bnn4j.core.packed.plan.Plan;
import io.github.bnn4j.core.packed.plan.PlanBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A network that is ready to run: its input, its labels, and its layers with binary weights packed
 * to bits. Loads no native library and no class outside the JDK but the logging facade.
 *
 * <p>Instances are immutable and safe for use by any number of threads, platform or virtual. What
 * running needs beyond the network itself is held by a {@link Session}. {@link #classify} and
 * {@link #logits} share as many as there are processors: callers beyond wait their turn, so memory
 * does not grow with their number.
 */
public final class PackedNetwork {

  private static final String STREAM = "packed network";

  private final PackedProgram program;
  private final Plan plan;

  private final SessionPool sessions =
      new SessionPool(Runtime.getRuntime().availableProcessors(), this::newSession);

  private PackedNetwork(PackedProgram program) {
    this.program = program;
    this.plan = PlanBuilder.plan(program);
  }

  private static PackedNetwork ofFile(PackedProgram program, String file) {
    try {
      return new PackedNetwork(program);
    } catch (IllegalArgumentException e) {
      throw new BnnFormatException(file, 0, e.getMessage());
    }
  }

  /**
   * Makes a network that is ready to run.
   *
   * @param program what the network is
   * @return the network
   * @throws IllegalArgumentException if running it takes more memory than any network may
   */
  public static PackedNetwork of(PackedProgram program) {
    return new PackedNetwork(program);
  }

  /** {@return a builder of a network} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads a network from a file.
   *
   * @param file the file
   * @return the network
   * @throws BnnFormatException if the file is not a packed network of a known version, or is
   *     damaged
   * @throws UncheckedIOException if the file cannot be read
   */
  public static PackedNetwork read(Path file) {
    try (InputStream in = java.nio.file.Files.newInputStream(file)) {
      return ofFile(PackedReader.read(in, file.toString()), file.toString());
    } catch (IOException e) {
      throw IoProblem.unchecked("Cannot read the packed network " + file, e);
    }
  }

  /**
   * Reads a network from a stream, to its end. Does not close the stream.
   *
   * @param in the stream
   * @return the network
   * @throws BnnFormatException if the stream is not a packed network of a known version, or is
   *     damaged
   * @throws UncheckedIOException if the stream cannot be read
   * @throws NullPointerException if there is no stream, which is what {@link
   *     Class#getResourceAsStream} gives where it finds no resource
   */
  public static PackedNetwork read(InputStream in) {
    Objects.requireNonNull(
        in,
        "There is no stream to read a network from: getResourceAsStream gives null where it finds"
            + " no resource of that name.");
    try {
      return ofFile(PackedReader.read(in, STREAM), STREAM);
    } catch (IOException e) {
      throw IoProblem.unchecked("Cannot read the packed network", e);
    }
  }

  /**
   * Reads a network from a buffer, such as a mapped file, from its position to its limit.
   *
   * @param buffer the buffer; its position becomes its limit, its bytes are not kept
   * @return the network
   * @throws BnnFormatException if the bytes are not a packed network of a known version, or are
   *     damaged
   */
  public static PackedNetwork read(ByteBuffer buffer) {
    return ofFile(PackedReader.read(buffer, STREAM), STREAM);
  }

  /**
   * Writes this network to a file, which appears whole or not at all: it is written beside its
   * place, forced to the disk and moved.
   *
   * @param file the file, in a folder that exists
   * @throws UncheckedIOException if the file cannot be written; a file already there is unchanged
   */
  public void write(Path file) {
    try {
      AtomicFile.write(file, toBytes());
    } catch (IOException e) {
      throw IoProblem.unchecked("Cannot write the packed network " + file, e);
    }
  }

  /**
   * Writes this network to a stream. Does not close the stream.
   *
   * @param out the stream
   * @throws UncheckedIOException if the stream cannot be written
   */
  public void write(OutputStream out) {
    try {
      out.write(toBytes());
    } catch (IOException e) {
      throw IoProblem.unchecked("Cannot write the packed network", e);
    }
  }

  /** {@return the file of this network as bytes; equal networks have equal bytes} */
  public byte[] toBytes() {
    return PackedWriter.write(program);
  }

  /** {@return the name of the network} */
  public String name() {
    return program.name();
  }

  /** {@return what images the network takes} */
  public ImageSpec input() {
    return program.input();
  }

  /** {@return the names of the classes, in the order of the logits} */
  public List<String> labels() {
    return program.labels();
  }

  /** {@return the layers; value 0 is the normalised image, the last value the logits} */
  public Graph<PackedLayer> graph() {
    return program.graph();
  }

  /** {@return the kind and shape of every value of the graph, from the image to the logits} */
  public List<ValueShape> shapes() {
    return program.shapes();
  }

  /** {@return a new session: the scratch memory that one thread needs to run this network} */
  public Session newSession() {
    return newSession(1, Runnable::run);
  }

  /**
   * Returns a new session that lets several threads work on each image: the calling one, and tasks
   * of an executor, which share the rows of convolutions and pools. The logits are the same to the
   * last bit. It pays for images that take a millisecond or more; for many images at once {@link
   * #logits(byte[], int, Executor)} is better.
   *
   * <p>Each image asks the executor for its threads and lets them go at its end, so the session
   * owns none. Those it gets are busy until then: while a step has no work for them they spin, for
   * some 100 microseconds, and then sleep in between. What the executor has no thread for, the
   * caller computes itself.
   *
   * @param threads how many threads may work on an image, the calling one among them, at least 1
   * @param executor what runs the others; needs {@code threads - 1} of its own to be of use
   * @return the session
   * @throws IllegalArgumentException if there is less than one thread
   */
  public Session newSession(int threads, Executor executor) {
    Require.that(threads >= 1, "An image needs at least 1 thread, not %d.", threads);
    return new Session(input(), plan, threads, executor);
  }

  /**
   * Returns the logits of many images, [images, labels], computed by the calling thread and by
   * tasks of an executor, together at most one a processor. The calling thread may be one of the
   * executor's own: what the executor has no thread for, the caller computes itself.
   *
   * @param pixels the images, [images, H, W, C], one unsigned byte a channel
   * @param images the number of images
   * @param executor what runs the tasks; {@code Runnable::run} keeps to the calling thread
   * @return the logits, image by image
   * @throws IllegalArgumentException if the pixels are not those of that many images
   * @throws CancellationException if the calling thread is interrupted before all images are done;
   *     it stays interrupted
   */
  public float[] logits(byte[] pixels, int images, Executor executor) {
    Require.that(
        images >= 0 && (long) images * input().bytes() == pixels.length,
        "The pixels of %s for this network are %d bytes, not %d.",
        Count.of(images, "image"),
        (long) images * input().bytes(),
        pixels.length);
    return new Batch(this, pixels, images).run(executor);
  }

  /**
   * Returns the most probable classes of an image, the most probable first.
   *
   * @param pixels the image, [H, W, C], one unsigned byte a channel
   * @param topK how many classes to return, 1 to the number of labels
   * @return the predictions
   * @throws IllegalArgumentException if the pixels are not those of one image, or {@code topK} is
   *     out of range
   */
  public List<Prediction> classify(byte[] pixels, int topK) {
    requireTopK(topK);
    float[] logits = new float[labels().size()];
    logits(pixels, logits);
    return Softmax.top(logits, labels(), topK);
  }

  /**
   * Returns the most probable classes of many images, computed as {@link #logits(byte[], int,
   * Executor)} does.
   *
   * @param pixels the images, [images, H, W, C], one unsigned byte a channel
   * @param images the number of images
   * @param topK how many classes to return of each, 1 to the number of labels
   * @param executor what runs the tasks; {@code Runnable::run} keeps to the calling thread
   * @return the predictions of each image, the most probable first
   * @throws IllegalArgumentException if the pixels are not those of that many images, or {@code
   *     topK} is out of range
   * @throws CancellationException if the calling thread is interrupted before all images are done;
   *     it stays interrupted
   */
  public List<List<Prediction>> classify(byte[] pixels, int images, int topK, Executor executor) {
    requireTopK(topK);
    float[] logits = logits(pixels, images, executor);
    int classes = labels().size();
    return IntStream.range(0, images)
        .mapToObj(image -> Arrays.copyOfRange(logits, image * classes, (image + 1) * classes))
        .map(each -> Softmax.top(each, labels(), topK))
        .collect(Collectors.toUnmodifiableList());
  }

  /**
   * Writes the logits of an image into an array. Once the network has run on all processors this
   * allocates nothing.
   *
   * @param pixels the image, [H, W, C], one unsigned byte a channel
   * @param logits receives the logits, one a label
   * @throws IllegalArgumentException if the pixels are not those of one image, or the array has not
   *     one element a label
   */
  public void logits(byte[] pixels, float[] logits) {
    Session session = sessions.borrow();
    try {
      session.logits(pixels, logits);
    } finally {
      sessions.giveBack(session);
    }
  }

  /**
   * Returns the part of this network that makes the value of a node, as a network of its own: its
   * logits are that value, [H, W, C]. So {@code upTo("head.pool")} gives what a residual network
   * sees in an image, before it names a class: an embedding to search or to learn from.
   *
   * @param node the name of a node of {@link #graph} that makes numbers, FLOAT or INT
   * @return the network, which shares nothing with this one but its layers
   * @throws IllegalArgumentException if there is no such node, or it makes signs
   */
  public PackedNetwork upTo(String node) {
    return new PackedNetwork(program.upTo(node));
  }

  private void requireTopK(int topK) {
    Require.that(
        topK >= 1 && topK <= labels().size(),
        "The number of classes to return must be 1 to %d, not %d.",
        labels().size(),
        topK);
  }

  /** The sessions that all callers share. */
  SessionPool sessions() {
    return sessions;
  }

  @Override
  public String toString() {
    return "PackedNetwork[" + name() + ", " + graph().size() + " layers]";
  }

  /** Builds a network and checks that its layers fit together. Not safe for use by many threads. */
  public static final class Builder {

    private String name = "";
    private ImageSpec input;
    private List<String> labels = List.of();
    private final Graph.Builder<PackedLayer> graph = Graph.builder();

    private Builder() {}

    /**
     * Sets the name of the network.
     *
     * @param value the name
     * @return this builder
     */
    public Builder setName(String value) {
      name = java.util.Objects.requireNonNull(value);
      return this;
    }

    /**
     * Sets what images the network takes.
     *
     * @param value the shape of an image and how pixels become numbers
     * @return this builder
     */
    public Builder setInput(ImageSpec value) {
      input = java.util.Objects.requireNonNull(value);
      return this;
    }

    /**
     * Sets the names of the classes.
     *
     * @param value the names, in the order of the logits
     * @return this builder
     */
    public Builder setLabels(List<String> value) {
      labels = List.copyOf(value);
      return this;
    }

    /**
     * Adds a layer behind those added so far.
     *
     * @param layer the layer
     * @return this builder
     */
    public Builder add(PackedLayer layer) {
      graph.add(layer);
      return this;
    }

    /**
     * Adds a layer behind those added so far, under a name.
     *
     * @param layerName the name, not blank, not yet taken
     * @param layer the layer
     * @return this builder
     * @throws IllegalArgumentException if the name is blank or taken
     */
    public Builder add(String layerName, PackedLayer layer) {
      graph.add(layerName, layer);
      return this;
    }

    /**
     * Adds a layer that reads what another made.
     *
     * @param layerName the name, not blank, not yet taken
     * @param layer the layer
     * @param from the name of what it reads, {@link Graph#INPUT} for the image
     * @return this builder
     * @throws IllegalArgumentException if the name is blank or taken, or nothing has that of the
     *     input
     */
    public Builder add(String layerName, PackedLayer layer, String from) {
      graph.add(layerName, layer, from);
      return this;
    }

    /**
     * Adds a join. Sums take FLOAT, concatenations FLOAT or BITS.
     *
     * @param joinName the name, not blank, not yet taken
     * @param how what becomes of the values
     * @param from the names of what it reads, at least two
     * @return this builder
     * @throws IllegalArgumentException if the name is blank or taken, or nothing has that of an
     *     input
     */
    public Builder join(String joinName, Join how, String... from) {
      graph.join(joinName, how, from);
      return this;
    }

    /**
     * Adds layers, in order, behind those added so far.
     *
     * @param more the layers
     * @return this builder
     */
    public Builder addAll(List<? extends PackedLayer> more) {
      more.forEach(this::add);
      return this;
    }

    /**
     * Returns the network.
     *
     * @return the network
     * @throws IllegalArgumentException if the name, the input, the labels or the layers are
     *     missing, a layer does not take what the one before it makes, or the last does not make
     *     one FLOAT a label
     */
    public PackedNetwork build() {
      Require.that(input != null, "A packed network needs to know its input.");
      return new PackedNetwork(new PackedProgram(name, input, labels, graph.build()));
    }
  }
}
