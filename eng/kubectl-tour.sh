#!/usr/bin/env bash
# eng/kubectl-tour.sh    runs an unmodified kubectl through all it is used for, against an embedded cluster of its own
# kubectl is $KUBECTL, or the one in PATH; 1.31 or newer. One line a check; the last line is N passed, N failed; exit code 0 only if none failed.
# Ends with exit code 2 when the machine lacks something.
set -uo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"

kubectl="${KUBECTL:-$(command -v kubectl || true)}"
if [ -z "$kubectl" ] || ! [ -x "$kubectl" ]; then
    problem "kubectl is missing: put it in PATH, or name it by KUBECTL. See https://kubernetes.io/docs/tasks/tools."
else
    # The client alone is asked, so that no other cluster's configuration matters.
    kubectl_version="$(KUBECONFIG=/dev/null "$kubectl" version --client -o json 2>/dev/null | sed -nE 's/.*"gitVersion": *"v([0-9]+)\.([0-9]+).*/\1 \2/p' | head -1)"
    read -r major minor <<<"${kubectl_version:-0 0}"
    [ "$major" -gt 1 ] || { [ "$major" -eq 1 ] && [ "$minor" -ge 31 ]; } || problem "kubectl 1.31 or newer is needed; $kubectl is $major.$minor."
fi
stop_on_problems

podclip="${PODCLIP:-$root/podclip}"
work="$(mktemp -d)"
export PODCLIP_HOME="$work/state" HOME="$work/home"
mkdir -p "$HOME"
clean_up() {
    "$podclip" cluster down --purge >/dev/null 2>&1
    rm -rf "$work"
}
trap clean_up EXIT
"$podclip" cluster up --detach >"$work/up.log" 2>&1 || { cat "$work/up.log" >&2; say "The cluster did not start."; exit 1; }
KUBECONFIG="$("$podclip" cluster kubeconfig)"
export KUBECONFIG

passed=0
failed=0
verdict() { # name, 0 or 1, what was seen
    if [ "$2" -eq 0 ]; then
        passed=$((passed + 1))
        printf 'ok    %s\n' "$1"
    else
        failed=$((failed + 1))
        printf 'FAIL  %s\n' "$1"
        printf '%s\n' "$3" | sed 's/^/      | /' | head -20
    fi
}

k() { timeout 90 "$kubectl" "$@"; }

# Standard input goes to kubectl.
expect() { # name, pattern (extended regular expression; . matches no newline), kubectl's arguments…
    local name="$1" pattern="$2" seen code
    shift 2
    seen="$(k "$@" 2>&1)"
    code=$?
    [ $code -eq 0 ] && grep -qE -- "$pattern" <<<"$seen"
    verdict "$name" $? "kubectl $* ended with $code: $seen"
}

expect_failure() { # name, exit code, pattern, kubectl's arguments…
    local name="$1" wanted="$2" pattern="$3" seen code
    shift 3
    seen="$(k "$@" 2>&1)"
    code=$?
    [ $code -eq "$wanted" ] && grep -qE -- "$pattern" <<<"$seen"
    verdict "$name" $? "kubectl $* ended with $code: $seen"
}

# kubectl does not wait for a container to start when it is asked for its log; neither does it against any other cluster.
await_start() { # job
    local tries
    for ((tries = 0; tries < 300; tries++)); do
        case "$(k get pods -l "job-name=$1" -o 'jsonpath={.items[0].status.phase}' 2>/dev/null)" in Running | Succeeded | Failed) return ;; esac
        sleep 0.1
    done
}

job() { # name, what its shell runs, further lines of its spec
    cat <<EOF
apiVersion: batch/v1
kind: Job
metadata:
  name: $1
  labels: {tour: "yes"}
spec:
  backoffLimit: 0
${3:-}
  template:
    metadata: {labels: {tour: "yes"}}
    spec:
      restartPolicy: Never
      terminationGracePeriodSeconds: 1
      containers:
      - name: main
        image: busybox:1
        command: [sh, -c, "$2"]
EOF
}

# --- The server
expect 'version' 'Server Version: v1\.32\.' version
expect 'api-resources' '^jobs +batch/v1 +true +Job$' api-resources
expect 'api-resources: short names' '^persistentvolumeclaims +pvc +v1 +true ' api-resources
expect 'api-versions' '^coordination\.k8s\.io/v1$' api-versions
expect 'get --raw' '^ok$' get --raw /readyz
expect 'explain' 'backoffLimit' explain job.spec
expect 'get nodes -o wide' '^local +Ready ' get nodes -o wide
expect 'describe node' '^Capacity:' describe node local

# --- Creating and reading
job talk 'i=0; while [ $i -lt 20 ]; do echo line $i; i=$((i+1)); sleep 0.1; done' >"$work/talk.yaml"
k get jobs -w -o name >"$work/watched" 2>&1 &
watcher=$!
expect 'create -f' '^job\.batch/talk created$' create -f "$work/talk.yaml"
expect 'wait --for=create' 'condition met' wait --for=create job/talk --timeout=30s
await_start talk
expect 'logs -f job/NAME' '^line 19$' logs -f job/talk
expect 'wait --for=condition' '^job\.batch/talk condition met$' wait --for=condition=complete job/talk --timeout=60s
pod="$(k get pods -l job-name=talk -o 'jsonpath={.items[0].metadata.name}')"
expect 'get' '^talk +Complete +1/1 ' get jobs
expect 'get -o wide' "^$pod +0/1 +Completed +0 .* local " get pods -o wide
expect 'get -o json' '"kind": "Job"' get job talk -o json
expect 'get -o yaml' '^kind: Job$' get job talk -o yaml
expect 'get -o name' '^job\.batch/talk$' get jobs -o name
expect 'get -l' '^talk ' get jobs -l 'tour in (yes,no)'
expect 'get -l that matches nothing' 'No resources found' get jobs -l 'tour!=yes'
expect 'get --field-selector' "^$pod " get pods --field-selector=status.phase=Succeeded
expect_failure 'get --field-selector of an unknown field' 1 'field label "spec.nope" not supported' get pods --field-selector=spec.nope=1
expect 'get -A' '^default +talk ' get jobs -A
expect 'get all' '^job\.batch/talk ' get all
expect 'get --sort-by' '^talk ' get jobs --sort-by=.metadata.creationTimestamp
expect 'get -o custom-columns' '^talk +1$' get jobs -o custom-columns=NAME:.metadata.name,OK:.status.succeeded
expect_failure 'get of what is not there' 1 '\(NotFound\): jobs\.batch "nope" not found' get job nope
for ((tries = 0; tries < 300; tries++)); do grep -q '^job.batch/talk$' "$work/watched" && break; sleep 0.1; done
grep -q '^job.batch/talk$' "$work/watched"
verdict 'get -w' $? "$(cat "$work/watched")"
kill "$watcher" 2>/dev/null
wait "$watcher" 2>/dev/null

expect 'describe job' 'SuccessfulCreate' describe job talk
expect 'describe pod' '^Status: +Succeeded$' describe pod "$pod"
expect 'events' "Scheduled .*$pod" events
expect 'events --for' 'SuccessfulCreate' events --for job/talk
expect 'get events.events.k8s.io' 'Completed' get events.events.k8s.io

# --- Logs
expect 'logs' '^line 0$' logs "$pod"
expect 'logs --timestamps' '^[0-9]{4}-[0-9-]+T[0-9:.]+Z line 3$' logs "$pod" --timestamps
expect 'logs --tail' '^line 19$' logs "$pod" --tail=1
[ "$(k logs "$pod" --tail=3 | wc -l)" -eq 3 ]
verdict 'logs --tail: no more than asked' $? "$(k logs "$pod" --tail=3)"
expect 'logs --since' '^line 19$' logs "$pod" --since=1h
expect_failure 'logs --previous of a first container' 1 'previous terminated container "main" in pod' logs "$pod" --previous
expect 'logs -l' '^line 19$' logs -l job-name=talk

# --- Applying and changing
job held 'sleep 600' '  suspend: true' >"$work/held.yaml"
expect 'apply -f: first' '^job\.batch/held created$' apply -f "$work/held.yaml"
expect 'apply -f: unchanged' '^job\.batch/held unchanged$' apply -f "$work/held.yaml"
sed -i '0,/tour: "yes"/s//tour: "still"/' "$work/held.yaml"
command -v diff >/dev/null && expect_failure 'diff' 1 '^\+ +tour: still$' diff -f "$work/held.yaml"
expect 'apply -f: changed' '^job\.batch/held configured$' apply -f "$work/held.yaml"
expect 'the change' '^still$' get job held -o 'jsonpath={.metadata.labels.tour}{"\n"}'
expect 'apply --dry-run=server' '\(server dry run\)' apply --dry-run=server -f "$work/held.yaml"
expect 'patch (strategic)' 'patched' patch job held -p '{"metadata":{"labels":{"a":"1"}}}'
expect 'patch (merge)' 'patched' patch job held --type=merge -p '{"metadata":{"labels":{"b":"2"}}}'
expect 'patch (JSON)' 'patched' patch job held --type=json -p '[{"op":"add","path":"/metadata/labels/c","value":"3"}]'
expect 'label' '^job\.batch/held labeled$' label job held d=4
expect 'annotate' '^job\.batch/held annotated$' annotate job held note=x
expect 'what patches and labels made' '^1 2 3 4 x$' get job held -o 'jsonpath={.metadata.labels.a} {.metadata.labels.b} {.metadata.labels.c} {.metadata.labels.d} {.metadata.annotations.note}{"\n"}'
k get job held -o json | sed 's/"a": "1"/"a": "9"/' >"$work/replaced.json"
expect 'replace' '^job\.batch/held replaced$' replace -f "$work/replaced.json"
printf '#!/bin/sh\nsed -i "s/    d: \\"4\\"/    d: \\"5\\"/" "$1"\n' >"$work/editor"
chmod +x "$work/editor"
export KUBE_EDITOR="$work/editor"
expect 'edit' '^job\.batch/held edited$' edit job held
expect_failure 'replace of an old version' 1 'the object has been modified' replace -f "$work/replaced.json"
expect_failure 'create of what is there' 1 '\(AlreadyExists\)' create -f "$work/held.yaml"
sed 's/backoffLimit/backofLimit/;s/name: held/name: wrong/' "$work/held.yaml" >"$work/wrong.yaml"
expect_failure 'create with an unknown field' 1 'unknown field "spec\.backofLimit"' create -f "$work/wrong.yaml"
sed 's/restartPolicy: Never/restartPolicy: Always/;s/name: held/name: wrong/' "$work/held.yaml" >"$work/wrong.yaml"
expect_failure 'create of what is invalid' 1 'Unsupported value: "Always"|Required value: valid values' create -f "$work/wrong.yaml"

printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: served}\ndata: {a: "1", b: "1"}\n' >"$work/served.yaml"
expect 'apply --server-side: first' '^configmap/served serverside-applied$' apply --server-side -f "$work/served.yaml"
sed -i 's/, b: "1"//' "$work/served.yaml"
expect 'apply --server-side: a field less' '^configmap/served serverside-applied$' apply --server-side -f "$work/served.yaml"
expect 'it is gone' '^{"a":"1"}$' get configmap served -o 'jsonpath={.data}{"\n"}'
k patch configmap served -p '{"data":{"a":"2"}}' >/dev/null
expect_failure 'apply --server-side: conflict' 1 'conflict with "kubectl-patch" using v1: \.data\.a' apply --server-side -f "$work/served.yaml"
expect 'apply --server-side --force-conflicts' 'serverside-applied' apply --server-side --force-conflicts -f "$work/served.yaml"

# --- Commands that send protobuf
expect 'create job' '^job\.batch/quick created$' create job quick --image=busybox:1 -- sh -c 'echo quick'
await_start quick
expect 'its logs' '^quick$' logs -f job/quick
expect 'create secret generic' '^secret/hush created$' create secret generic hush --from-literal=token=s3cret
expect 'what is in the secret' '^czNjcmV0$' get secret hush -o 'jsonpath={.data.token}{"\n"}'
expect 'describe secret' '^token: +6 bytes$' describe secret hush
expect 'create configmap' '^configmap/conf created$' create configmap conf --from-literal=a=b
expect 'create namespace' '^namespace/tour created$' create namespace tour
expect 'describe namespace' '^Status: +Active$' describe namespace tour
expect 'create quota' '^resourcequota/small created$' create quota small -n tour --hard=pods=3
expect 'wait for what a quota counts' 'condition met' wait --for=jsonpath='{.status.used.pods}'=0 quota/small -n tour --timeout=30s
expect 'get quota' '^small +pods: 0/3 ' get quota -n tour
expect 'describe quota' '^pods +0 +3$' describe quota small -n tour
expect 'create poddisruptionbudget' '^poddisruptionbudget\.policy/guard created$' create poddisruptionbudget guard -n tour --selector=app=a --min-available=1
expect 'get pdb' '^guard +1 +N/A +0 ' get pdb -n tour
expect 'describe pdb' '^Min available: +1$' describe pdb guard -n tour
expect 'create serviceaccount' '^serviceaccount/robot created$' create serviceaccount robot -n tour
expect 'create role' 'role\.rbac\.authorization\.k8s\.io/reader created' create role reader -n tour --verb=get,list --resource=pods,pods/log
expect 'create rolebinding' 'created' create rolebinding readers -n tour --role=reader --serviceaccount=tour:robot
expect 'create token' '^ey' create token robot -n tour
expect 'auth can-i' '^yes$' auth can-i create jobs
robot="$(k create token robot -n tour 2>/dev/null)"
expect_failure 'auth can-i: no' 1 '^no$' --token="$robot" auth can-i create jobs -n tour
expect 'auth can-i: what the role says' '^yes$' --token="$robot" auth can-i list pods -n tour
expect_failure 'what is forbidden' 1 '\(Forbidden\): .*"system:serviceaccount:tour:robot" cannot list resource "secrets"' --token="$robot" get secrets -n tour
expect 'auth can-i --list' 'Resource Names' auth can-i --list
expect 'auth whoami' '^Username ' auth whoami

printf 'apiVersion: coordination.k8s.io/v1\nkind: Lease\nmetadata: {name: held}\nspec: {holderIdentity: me, leaseDurationSeconds: 15, renewTime: "2026-01-01T00:00:00.000000Z"}\n' >"$work/lease.yaml"
expect 'create a lease' '^lease\.coordination\.k8s\.io/held created$' create -f "$work/lease.yaml"
expect 'get leases' '^held +me +' get leases
expect 'describe lease' 'Holder Identity: +me' describe lease held
printf 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: room}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n' >"$work/claim.yaml"
expect 'create a claim' 'created' create -f "$work/claim.yaml"
expect 'describe pvc' '^Name: +room$' describe pvc room

printf 'apiVersion: v1\nkind: LimitRange\nmetadata: {name: bounds, namespace: tour}\nspec: {limits: [{type: Container, max: {memory: 64Mi}}]}\n' >"$work/range.yaml"
expect 'create a limit range' '^limitrange/bounds created$' create -f "$work/range.yaml"
expect 'describe limits' '^Container +memory +- +64Mi +64Mi +64Mi +-$' describe limits bounds -n tour
printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: large, namespace: tour}\nspec: {containers: [{name: main, image: "busybox:1", resources: {limits: {memory: 1Gi}}}]}\n' >"$work/large.yaml"
expect_failure 'a pod beyond its limit range' 1 'maximum memory usage per Container is 64Mi, but limit is 1Gi' create -f "$work/large.yaml"
expect 'label a namespace' '^namespace/tour labeled$' label namespace tour pod-security.kubernetes.io/enforce=restricted
sed 's/1Gi/32Mi/' "$work/large.yaml" >"$work/lax.yaml"
expect_failure 'a pod that is not restricted enough' 1 'violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false' create -f "$work/lax.yaml"
expect 'a Job that would make such pods' '^Warning: would violate PodSecurity "restricted:latest"' create job lax -n tour --image=busybox:1 --dry-run=server -- true

# --- exec
job stay 'echo up; sleep 600' >"$work/stay.yaml"
k create -f "$work/stay.yaml" >/dev/null
expect 'a pod becomes ready' 'condition met' wait --for=condition=ready pod -l job-name=stay --timeout=60s
stay="$(k get pods -l job-name=stay -o 'jsonpath={.items[0].metadata.name}')"
expect 'exec' '^hello$' exec "$stay" -- echo hello
seen="$(printf 'through\n' | k exec -i "$stay" -- cat 2>&1)"
[ "$seen" = through ]
verdict 'exec -i' $? "$seen"
expect_failure 'exec: exit code' 3 'command terminated with exit code 3' exec "$stay" -- sh -c 'exit 3'
expect 'exec job/NAME -c' '^hello$' exec job/stay -c main -- echo hello

# --- Deleting
expect 'delete (background)' '^job\.batch "talk" deleted$' delete job talk
expect 'its pods go with it' 'deleted|condition met|^$' wait --for=delete "pod/$pod" --timeout=60s
expect 'delete --cascade=foreground' '^job\.batch "stay" deleted$' delete job stay --cascade=foreground
expect_failure 'foreground: pods went first' 1 'NotFound' get pod "$stay"
quick="$(k get pods -l job-name=quick -o 'jsonpath={.items[0].metadata.name}')"
expect 'delete --cascade=orphan' '^job\.batch "quick" deleted$' delete job quick --cascade=orphan
expect 'orphan: the pod stays' "^$quick " get pod "$quick"
expect 'delete pod --now' 'deleted' delete pod "$quick" --now
expect 'delete -l' 'deleted' delete jobs -l tour
expect 'delete -f' '^lease\.coordination\.k8s\.io "held" deleted$' delete -f "$work/lease.yaml"
expect 'delete --all' 'deleted' delete configmaps --all
expect 'delete namespace' '^namespace "tour" deleted$' delete namespace tour --timeout=60s

printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
