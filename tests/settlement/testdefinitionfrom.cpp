#include "models/settlement/definitionfrom.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::settlement;

TEST_CASE("the shipped project says where its report and ledgers are, in which order and language")
{
    project::ProjectOptions options;
    options.directory = QStringLiteral(DAYBOOK_SOURCE_DIR "/sql/settlement");
    options.targetSchema = QStringLiteral("settlement");
    const auto shipped = project::Project::load(options);
    if (!shipped)
        FAIL(shipped.error().toString().toStdString());
    const auto definition = definitionFrom(*shipped);
    if (!definition)
        FAIL(definition.error().toString().toStdString());
    CHECK(definition->relation.toString() == QStringLiteral("settlement.daily_report"));
    CHECK(definition->amount == QStringLiteral("total_amount"));
    CHECK(definition->dataThrough == QStringLiteral("data_through"));
    CHECK(definition->targetSchema == QStringLiteral("settlement"));
    CHECK(definition->calendar.zoneName() == QStringLiteral("Asia/Seoul"));
    REQUIRE(definition->types.size() == 6);
    CHECK(definition->types[1].label.ko == QStringLiteral("송금"));
    const LedgerDefinition *ledger = definition->ledgerFor(QStringLiteral("promotion"));
    REQUIRE(ledger);
    CHECK(ledger->key == QStringLiteral("transaction_id"));
    CHECK(ledger->occurredAt == QStringLiteral("occurred_at"));
    CHECK(ledger->columnLabels.value(QStringLiteral("amount")).ko == QStringLiteral("금액"));
    REQUIRE(ledger->source);
    CHECK(ledger->source->relation.toString() == QStringLiteral("wallet.transactions"));
    CHECK(ledger->source->key == QStringLiteral("id"));
}
