// Drives a cluster with the unmodified @kubernetes/client-node: node tour.mjs FOLDER, the folder holding node_modules.
// Finds the cluster by KUBECONFIG. One line a step on stdout; a step that fails ends it with exit code 1.
import { PassThrough, Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import path from 'node:path';

const library = path.join(process.argv[2], 'node_modules', '@kubernetes', 'client-node', 'dist', 'index.js');
const k8s = await import(pathToFileURL(library).href);
const config = new k8s.KubeConfig();
config.loadFromDefault();
const [batch, core] = [config.makeApiClient(k8s.BatchV1Api), config.makeApiClient(k8s.CoreV1Api)];
const namespace = 'default';
const name = 'node-tour';
const patience = 60_000;

function must(holds, what) {
  if (!holds) throw new Error(what);
}

// A promise of something that an event brings, with a generous bound.
function soon(what, start) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} did not come`)), patience);
    start((value) => { clearTimeout(timer); resolve(value); }, (error) => { clearTimeout(timer); reject(error); });
  });
}

const seen = [];
const waiting = [];
function note(type, job) {
  seen.push({ type, job });
  for (const look of [...waiting]) look();
}
function sees(what, condition) {
  return soon(what, (resolve) => {
    const look = () => {
      const found = seen.find(condition);
      if (found) { waiting.splice(waiting.indexOf(look), 1); resolve(found); }
    };
    waiting.push(look);
    look();
  });
}

const informer = k8s.makeInformer(config, `/apis/batch/v1/namespaces/${namespace}/jobs`, () => batch.listNamespacedJob({ namespace }));
for (const type of ['add', 'update', 'delete']) informer.on(type, (job) => note(type, job));
informer.on('error', (error) => note('error', { error }));
await informer.start();

const created = await batch.createNamespacedJob({
  namespace,
  body: {
    metadata: { name },
    spec: {
      backoffLimit: 0,
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'main', image: 'busybox:1', command: ['sh', '-c', 'i=0; while [ $i -lt 5 ]; do echo line $i; i=$((i+1)); done; until [ -e /tmp/go ]; do sleep 0.1; done; echo last'] }],
        },
      },
    },
  },
});
must(created.metadata.uid && created.metadata.creationTimestamp instanceof Date, 'no uid or creation time');
console.log('created');

await sees('the informer’s add', (e) => e.type === 'add' && e.job.metadata.name === name);
console.log('informer add');

const pod = await soon('a running pod', (resolve, reject) => {
  const watch = new k8s.Watch(config);
  let request;
  watch.watch(`/api/v1/namespaces/${namespace}/pods`, { labelSelector: `job-name=${name}` }, (_, object) => {
    if (object.status?.phase === 'Running') { resolve(object); request?.abort(); }
  }, (error) => { if (error && error.name !== 'AbortError') reject(error); }).then((r) => { request = r; }, reject);
});
console.log('pod running');

const log = new PassThrough();
let text = '';
log.on('data', (chunk) => { text += chunk; });
const logEnds = soon('the log’s end', (resolve) => log.on('end', resolve));
await new k8s.Log(config).log(namespace, pod.metadata.name, 'main', log, { follow: true });

const [out, error] = [new PassThrough(), new PassThrough()];
let [outText, errorText] = ['', ''];
out.on('data', (chunk) => { outText += chunk; });
error.on('data', (chunk) => { errorText += chunk; });
const status = await soon('the exec’s status', (resolve, reject) => {
  new k8s.Exec(config).exec(namespace, pod.metadata.name, 'main', ['sh', '-c', 'cat; echo to stderr >&2; touch /tmp/go; exit 3'], out, error, Readable.from(['from stdin\n']), false, resolve).catch(reject);
});
must(outText === 'from stdin\n' && errorText === 'to stderr\n', `exec printed ${JSON.stringify([outText, errorText])}`);
must(status.status === 'Failure' && status.reason === 'NonZeroExitCode' && status.details.causes[0].message === '3', `exec ended with ${JSON.stringify(status)}`);
console.log('exec');

await logEnds;
must(text === 'line 0\nline 1\nline 2\nline 3\nline 4\nlast\n', `the log was ${JSON.stringify(text)}`);
console.log('log followed');

await sees('the Job’s completion', (e) => e.type === 'update' && e.job.metadata.name === name && e.job.status?.conditions?.some((c) => c.type === 'Complete' && c.status === 'True'));
console.log('informer update');

await batch.deleteNamespacedJob({ name, namespace, propagationPolicy: 'Background' });
await sees('the informer’s delete', (e) => e.type === 'delete' && e.job.metadata.name === name);
must(!seen.some((e) => e.type === 'error'), 'the informer saw an error');
await informer.stop();
console.log('deleted');

try {
  await batch.readNamespacedJob({ name, namespace });
  must(false, 'the Job is still there');
} catch (missing) {
  must(missing instanceof k8s.ApiException && missing.code === 404, `not an ApiException 404: ${missing}`);
  must(JSON.parse(missing.body).reason === 'NotFound', `its body is ${missing.body}`);
}
console.log('ApiException 404');
process.exit(0);
