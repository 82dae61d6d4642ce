#!/usr/bin/env bash
# rabbitmq.sh BIN FOLDER PORT DISTRIBUTION_PORT EPMD_PORT: a RabbitMQ of a test's own, on loopback, with all that it
# keeps in FOLDER. It does what its input says, line by line (start, stop, kill), answers each line when that is done,
# and ends with its input: also when the tests are killed. Nothing of the system's own RabbitMQ is read or touched.
set -mu # each job in a process group of its own, which can be ended whole
BIN=$1 FOLDER=$2 BROKER= EPMD=

export HOME=$FOLDER RABBITMQ_MNESIA_BASE=$FOLDER/db RABBITMQ_LOG_BASE=$FOLDER/log RABBITMQ_LOGS=-
export RABBITMQ_NODENAME=eshop-$3@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT=$3
export RABBITMQ_DIST_PORT=$4 ERL_EPMD_PORT=$5 ERL_EPMD_ADDRESS=127.0.0.1
export RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_CONFIG_FILE=$FOLDER/rabbitmq RABBITMQ_PID_FILE=$FOLDER/pid
export RABBITMQ_ENABLED_PLUGINS_FILE=$FOLDER/plugins RABBITMQ_ADVANCED_CONFIG_FILE=$FOLDER/advanced.config
export RABBITMQ_GENERATED_CONFIG_DIR=$FOLDER/generated
# Schedulers that do not spin: the tests need the processors too.
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none \
-kernel inet_dist_use_interface {127,0,0,1}"
echo '[].' >"$FOLDER/plugins"
echo 'disk_free_limit.absolute = 1MB' >"$FOLDER/rabbitmq.conf"

end() { # end SIGNAL PROCESS-GROUP: returns when it is gone
  if [[ -z $2 ]]; then return; fi
  kill "-$1" -- "-$2" 2>/dev/null
  wait "$2" 2>/dev/null
  while kill -0 -- "-$2" 2>/dev/null; do sleep 0.1; done
}

finish() {
  trap - EXIT TERM INT HUP
  end KILL "$BROKER"
  end KILL "$EPMD"
  exit 0
}
trap finish EXIT TERM INT HUP

is_ready() { (exec 3<>"/dev/tcp/127.0.0.1/$RABBITMQ_NODE_PORT") 2>/dev/null; }

epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1 </dev/null >/dev/null 2>&1 &
EPMD=$!
while read -r command; do
  case $command in
    start)
      "$BIN/rabbitmq-server" </dev/null >>"$FOLDER/out" 2>&1 &
      BROKER=$!
      until is_ready; do
        kill -0 "$BROKER" 2>/dev/null || { tail -n 5 "$FOLDER/out" | tr '\n' ' '; break; }
        sleep 0.1
      done
      ;;
    stop) end TERM "$BROKER" ;;
    kill) end KILL "$BROKER" ;;
  esac
  echo "$command"
done
