// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

// Starts the module on the JVM of this build, on the Vector API of the one that the build found for
// it, and in an image of jlink.
def modules = "$basedir/target/modules" + File.pathSeparator + "$basedir/target/modular-1.jar"
def main = ['-m', 'org.example.app/org.example.app.Main']
def javaHome = System.getProperty('java.home')

def run = { List<String> command ->
  def process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start()
  def out = process.inputStream.text
  assert process.waitFor() == 0
  return out.trim()
}

assert run(["$javaHome/bin/java".toString(), '-p', modules] + main) == 'light'

def jdk = new Properties()
new File(basedir, '../../jdk.properties').withReader { jdk.load(it) }
if (jdk['vector.skip'] == 'false') {
  def vector = [jdk['vector.java'], '--add-modules', 'jdk.incubator.vector', '-Dbnn4j.kernel=vector']
  assert run(vector + ['-p', modules] + main) == 'light'
}

def image = "$basedir/target/image".toString()
run(["$javaHome/bin/jlink".toString(), '-p', modules, '--add-modules', 'org.example.app', '--output', image])
assert run(["$image/bin/java".toString()] + main) == 'light'
