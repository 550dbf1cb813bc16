// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bnn4j.spark.LocalSpark;
import io.github.bnn4j.zoo.PretrainedWeights;
import java.nio.ByteBuffer;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

class SharedNetworkTest {

  @Test
  void travelsWithEitherSerializerOfSparkAndIsReadOnce() {
    LocalSpark.session();
    SparkConf conf = new SparkConf();
    for (Serializer serializer :
        new Serializer[] {new JavaSerializer(conf), new KryoSerializer(conf)}) {
      SerializerInstance instance = serializer.newInstance();
      SharedNetwork sent = new SharedNetwork(PretrainedWeights.NIN_XNOR.load());
      ByteBuffer bytes = instance.serialize(sent, ClassTag$.MODULE$.apply(SharedNetwork.class));
      assertThat(bytes.remaining()).isLessThan(sent.bytes().length + 1_000);
      SharedNetwork received =
          instance.deserialize(bytes, ClassTag$.MODULE$.apply(SharedNetwork.class));
      assertThat(received.network()).isSameAs(received.network());
      assertThat(received.network().toBytes()).isEqualTo(sent.bytes());
    }
  }
}
