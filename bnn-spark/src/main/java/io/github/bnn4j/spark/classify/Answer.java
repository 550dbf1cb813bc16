// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.classify;

import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** What can be asked about a picture: a column of the result. */
public enum Answer {
  /** The number of the most probable class, a double as everywhere in Spark ML. */
  PREDICTION(DataTypes.DoubleType) {
    @Override
    Object of(Scores scores, int topK) {
      return (double) scores.best();
    }
  },

  /** The name of the most probable class. */
  PREDICTED_LABEL(DataTypes.StringType) {
    @Override
    Object of(Scores scores, int topK) {
      return scores.labels().get(scores.best());
    }
  },

  /** The probability of every class, a vector. */
  PROBABILITY(SQLDataTypes.VectorType()) {
    @Override
    Object of(Scores scores, int topK) {
      return Vectors.dense(scores.probabilities());
    }
  },

  /** The logit of every class, a vector. */
  RAW_PREDICTION(SQLDataTypes.VectorType()) {
    @Override
    Object of(Scores scores, int topK) {
      return Vectors.dense(scores.raw());
    }
  },

  /** The most probable classes, the most probable first: label, index, probability. */
  TOP_K(
      DataTypes.createArrayType(
          DataTypes.createStructType(
              List.of(
                  field("label", DataTypes.StringType),
                  field("index", DataTypes.IntegerType),
                  field("probability", DataTypes.DoubleType))))) {
    @Override
    Object of(Scores scores, int topK) {
      double[] probabilities = scores.probabilities();
      return scores.top(topK).stream()
          .<Row>map(i -> RowFactory.create(scores.labels().get(i), i, probabilities[i]))
          .toList();
    }
  },

  /** Why there is no answer, a sentence; null if there is one. */
  REASON(DataTypes.StringType) {
    @Override
    Object of(Scores scores, int topK) {
      return null;
    }
  };

  private final DataType type;

  Answer(DataType type) {
    this.type = type;
  }

  private static StructField field(String name, DataType type) {
    return DataTypes.createStructField(name, type, true);
  }

  /** {@return the type of the column} */
  public DataType type() {
    return type;
  }

  /** The value of the column. */
  abstract Object of(Scores scores, int topK);
}
