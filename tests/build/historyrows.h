#pragma once

#include "models/warehouse/systemschema.h"
#include "tests/support/await.h"
#include "tests/support/postgres.h"

namespace daybook::test {

/// Runs as builds leave them: #1 published with a warning, #2 stopped by a check with two kept rows, and #3
/// whose process has died without a word.
inline void insertRuns(const TemporaryDatabase &database)
{
    const auto connection = database.connect();
    const auto migrated = await(warehouse::ensureSystemSchema(connection));
    if (!migrated)
        throw std::runtime_error(migrated.error().message.toStdString());
    database.run(QStringLiteral(R"(
        insert into daybook.run (project, target_schema, command, state, invocation_id, started_at, finished_at,
            data_through, started_by, host, program, staging_schema, project_hash, backend_pid, backend_start,
            error_kind, error_message)
        values
            ('close', 'finance', 'build', 'published', 'a', '2026-11-16 00:10:00+00', '2026-11-16 00:10:12.5+00',
             '2026-11-16 00:00:00+00', 'mina', 'desk', 'daybook 0.1.0', 's', 'h', 1, null, null, null),
            ('close', 'finance', 'build', 'checks_failed', 'b', '2026-11-17 00:10:00+00', '2026-11-17 00:10:08+00',
             null, 'cron', 'scheduler', 'daybookctl 0.1.0', 's', 'h', 1, null, 'data', '1 check failed'),
            ('other', 'finance', 'build', 'running', 'c', '2026-11-18 00:10:00+00', null,
             null, 'cron', 'scheduler', 'daybookctl 0.1.0', 's', 'h', 999999, '2026-11-18 00:09:59+00', null, null);
        insert into daybook.run_node (run_id, unique_id, resource_type, name, label, attached_node, severity, state,
            worker, started_at, finished_at, row_count, failures, message, position)
        values
            (1, 'model.close.ledger', 'model', 'ledger', null, null, null, 'success', 0, '2026-11-16 00:10:01+00',
             '2026-11-16 00:10:05+00', 1200, null, null, 1),
            (1, 'test.close.a', 'test', 'a', null, 'model.close.ledger', 'warn', 'warn', 1, '2026-11-16 00:10:05+00',
             '2026-11-16 00:10:06+00', null, 1, null, 2),
            (2, 'model.close.ledger', 'model', 'ledger', '{"en": "Ledger", "ko": "원장"}', null, null, 'success', 0,
             '2026-11-17 00:10:01+00', '2026-11-17 00:10:05+00', 1200, null, null, 1),
            (2, 'test.close.a', 'test', 'a', null, 'model.close.ledger', 'error', 'fail', 1,
             '2026-11-17 00:10:05+00', '2026-11-17 00:10:06+00', null, 2, 'Got 2 results', 2),
            (2, 'test.close.b', 'test', 'b', null, 'model.close.ledger', 'error', 'pending', null, null, null, null,
             null, null, 3);
        insert into daybook.check_sample values
            (2, 'test.close.a', 1, '{"거래ID": 17, "amount": null, "note": "첫째"}'),
            (2, 'test.close.a', 2, '{"거래ID": 18, "amount": 12.50, "note": "a, b"}');
        update daybook.run set git_commit = 'c0ffee00c0ffee00', git_dirty = true where run_id = 2)"));
}

} // namespace daybook::test
