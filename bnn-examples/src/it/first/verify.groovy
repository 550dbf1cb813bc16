// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

// Runs the fat jar as a user would, on the JVM of this build and, on the Vector API, on the one
// that the build found for it.
def jar = new File(basedir, 'target/first-1.jar')

def run = { List<String> command ->
  def process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start()
  def out = process.inputStream.text
  assert process.waitFor() == 0
  return out
}

def answer = run([System.getProperty('java.home') + '/bin/java', '-jar', jar.path])
assert answer.readLines().size() == 5

def jdk = new Properties()
new File(basedir, '../../jdk.properties').withReader { jdk.load(it) }
if (jdk['vector.skip'] == 'false') {
  def vector = run([
    jdk['vector.java'], '--add-modules', 'jdk.incubator.vector', '-Dbnn4j.kernel=vector', '-jar', jar.path
  ])
  assert vector == answer
}
