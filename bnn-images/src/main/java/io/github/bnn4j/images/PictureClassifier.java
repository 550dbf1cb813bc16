// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.images;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.core.packed.Prediction;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Classifies pictures.
 *
 * <pre>{@code
 * PictureClassifier classifier = PictureClassifier.of(network);
 * List<Prediction> best = classifier.classify(Path.of("cat.jpg"), 5);
 * }</pre>
 *
 * <p>Instances are immutable and safe for use by any number of threads.
 */
public final class PictureClassifier {
  private final PackedNetwork network;
  private final PictureReader reader;

  private PictureClassifier(PackedNetwork network, PictureReader reader) {
    this.network = network;
    this.reader = reader;
  }

  /**
   * Returns a classifier that takes the middle of each picture, on white.
   *
   * @param network the network
   * @return the classifier
   * @throws IllegalArgumentException if the network takes images of other than 1 or 3 channels
   */
  public static PictureClassifier of(PackedNetwork network) {
    return of(network, PictureReader.of(network.input()));
  }

  /**
   * Returns a classifier of pictures that are read in a way of one's own.
   *
   * @param network the network
   * @param reader makes the images
   * @return the classifier
   * @throws IllegalArgumentException if the reader makes images of another shape than the network
   *     takes
   */
  public static PictureClassifier of(PackedNetwork network, PictureReader reader) {
    reader.requireMakes(network.input());
    return new PictureClassifier(network, reader);
  }

  /**
   * Returns the most probable classes of a picture in a file, the most probable first.
   *
   * @param file the file
   * @param topK how many classes to return, 1 to the number of labels
   * @return the predictions
   * @throws PictureException if the picture cannot be read
   * @throws IllegalArgumentException if {@code topK} is out of range
   */
  public List<Prediction> classify(Path file, int topK) {
    return network.classify(reader.read(file), topK);
  }

  /**
   * Returns the most probable classes of a picture in a stream, the most probable first.
   *
   * @param in the stream, read to its end and not closed
   * @param topK how many classes to return, 1 to the number of labels
   * @return the predictions
   * @throws PictureException if the picture cannot be read
   * @throws IllegalArgumentException if {@code topK} is out of range
   */
  public List<Prediction> classify(InputStream in, int topK) {
    return network.classify(reader.read(in), topK);
  }

  /**
   * Returns the most probable classes of a picture in memory, the most probable first.
   *
   * @param picture the picture
   * @param topK how many classes to return, 1 to the number of labels
   * @return the predictions
   * @throws IllegalArgumentException if {@code topK} is out of range
   */
  public List<Prediction> classify(BufferedImage picture, int topK) {
    return network.classify(reader.read(picture), topK);
  }

  /** {@return the network} */
  public PackedNetwork network() {
    return network;
  }

  /** {@return what makes images of pictures} */
  public PictureReader reader() {
    return reader;
  }
}
