// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.classify;

import io.github.bnn4j.core.packed.PackedNetwork;
import io.github.bnn4j.spark.input.PictureInput;
import io.github.bnn4j.spark.input.UnusablePicture;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Answers about one picture after the other, as a user-defined function of Spark. The network keeps
 * its idle sessions, so there are as many as tasks run at a time in a JVM.
 */
public final class Classification implements UDF1<Object, Row> {
  private static final long serialVersionUID = 1;

  private final Broadcast<SharedNetwork> network;
  private final PictureInput input;
  private final Answer[] answers;
  private final int topK;
  private final Meters meters;

  /**
   * Makes the function.
   *
   * @param network the network, on every executor
   * @param input what makes images of pictures
   * @param answers the fields of the result
   * @param topK how many classes {@link Answer#TOP_K} has
   * @param meters what counts the work
   */
  public Classification(
      Broadcast<SharedNetwork> network,
      PictureInput input,
      List<Answer> answers,
      int topK,
      Meters meters) {
    this.network = network;
    this.input = input;
    this.answers = answers.toArray(Answer[]::new);
    this.topK = topK;
    this.meters = meters;
  }

  /** {@return the type of the result: a field for each answer, called by its name} */
  public StructType type() {
    return DataTypes.createStructType(
        Arrays.stream(answers)
            .map(answer -> DataTypes.createStructField(answer.name(), answer.type(), true))
            .toList());
  }

  @Override
  public Row call(Object picture) {
    PackedNetwork shared = network.value().network();
    long start = System.nanoTime();
    try {
      byte[] pixels = input.read(picture, shared.input());
      long ready = System.nanoTime();
      Scores scores = new Scores(shared.logits(pixels, 1, Runnable::run), shared.labels());
      meters.classified(ready - start, System.nanoTime() - ready);
      return RowFactory.create(
          Arrays.stream(answers).map(answer -> answer.of(scores, topK)).toArray());
    } catch (UnusablePicture e) {
      meters.refused(System.nanoTime() - start);
      return RowFactory.create(
          Arrays.stream(answers)
              .map(answer -> answer == Answer.REASON ? e.getMessage() : null)
              .toArray());
    }
  }
}
