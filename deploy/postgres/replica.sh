#!/bin/bash
# Start a replica: copied from the server named PRIMARY the first time, following it from then on.
# After a failover the former primary becomes a replica in the same way: empty its volume, set PRIMARY.
set -euo pipefail
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    install -d -o postgres -g postgres -m 700 "$PGDATA"
    until gosu postgres pg_basebackup --pgdata "$PGDATA" --write-recovery-conf --wal-method stream --checkpoint fast \
        --dbname "host=$PRIMARY user=replication password=$REPLICATION_PASSWORD application_name=replica"; do
        echo "the primary does not answer yet" >&2
        find "$PGDATA" -mindepth 1 -delete
        sleep 2
    done
fi
exec docker-entrypoint.sh "$@"
