#include "tests/build/fixture.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::test;
using build::RunState;

namespace {

/// Roles belong to the server, which other cases share: they go with this value.
class Roles
{
public:
    explicit Roles(const BuildFixture &shop) : m_shop(shop)
    {
        drop();
        m_shop.database.run(
            QStringLiteral("create role reader; create role writer; create role \"감사-Team\""));
    }
    ~Roles() { drop(); }
    Roles(const Roles &) = delete;
    Roles &operator=(const Roles &) = delete;

private:
    void drop() const
    {
        for (const auto *role : {"reader", "writer", "\"감사-Team\""})
            m_shop.database.run(
                QStringLiteral("do $$ begin if to_regrole('%1') is not null then drop owned by %1; "
                               "drop role %1; end if; end $$")
                    .arg(QString::fromUtf8(role)));
    }
    const BuildFixture &m_shop;
};

void writeModel(const BuildFixture &shop, const QString &config, int id = 1)
{
    shop.write(QStringLiteral("models/ledger.sql"),
               QStringLiteral("{{ config(%1) }}\nselect %2 as id").arg(config).arg(id));
}

QString rights(const BuildFixture &shop)
{
    return shop.database.table(QStringLiteral(
        "select case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee) end, a.privilege_type "
        "from "
        "pg_class c cross join lateral aclexplode(c.relacl) a where c.oid = 'close.ledger'::regclass and "
        "a.grantee <> c.relowner order by 1, 2"));
}

} // namespace

TEST_CASE("exactly the rights named are held, whatever was held before")
{
    const BuildFixture shop;
    const Roles roles(shop);
    const QString kind =
        GENERATE(QStringLiteral("table"), QStringLiteral("view"), QStringLiteral("incremental"));
    const auto config = [&kind](const QString &grants) {
        return QStringLiteral("materialized='%1', grants=%2").arg(kind, grants);
    };
    writeModel(shop,
               config(QStringLiteral("{'select': ['reader', '감사-Team', 'public'], 'insert': 'writer'}")));
    CHECK(shop.build().state == RunState::Published);
    CHECK(rights(shop) ==
          QStringLiteral("public | SELECT\nreader | SELECT\nwriter | INSERT\n감사-Team | SELECT"));

    shop.database.run(QStringLiteral("grant update on close.ledger to reader"));
    writeModel(shop, config(QStringLiteral("{'select': ['writer', '\"감사-Team\"']}")), 2);
    CHECK(shop.build().state == RunState::Published);
    CHECK(rights(shop) == QStringLiteral("writer | SELECT\n감사-Team | SELECT"));

    writeModel(shop, config(QStringLiteral("{'select': []}")), 3);
    CHECK(shop.build().state == RunState::Published);
    CHECK(rights(shop).isEmpty());
}

TEST_CASE("without grants in its config a relation keeps the rights it had")
{
    const BuildFixture shop;
    const Roles roles(shop);
    writeModel(shop, QStringLiteral("grants={'select': 'reader'}"));
    shop.build();
    writeModel(shop, QStringLiteral("grants={}"));
    CHECK(shop.build().state == RunState::Published);
    CHECK(rights(shop) == QStringLiteral("reader | SELECT"));
}

TEST_CASE("grants of dbt_project.yml are replaced by privilege, and added to where a plus says so")
{
    const BuildFixture shop;
    const Roles roles(shop);
    shop.write(QStringLiteral("dbt_project.yml"),
               QStringLiteral("name: shop\nmodels:\n  +materialized: table\n  +grants:\n    select: reader\n"
                              "    insert: [writer]\n"));
    writeModel(shop, QStringLiteral("grants={'+select': ['감사-Team'], 'insert': ['reader']}"));
    CHECK(shop.build().state == RunState::Published);
    CHECK(rights(shop) == QStringLiteral("reader | INSERT\nreader | SELECT\n감사-Team | SELECT"));
}

TEST_CASE("a role that does not exist is named before anything is published")
{
    const BuildFixture shop;
    writeModel(shop, QStringLiteral("grants={}"));
    shop.build();
    writeModel(shop, QStringLiteral("grants={'select': ['nobody_of_that_name']}"), 2);
    const auto run = shop.build();
    CHECK(run.state == RunState::Failed);
    REQUIRE(run.error);
    CHECK(run.error->message.contains(QStringLiteral("nobody_of_that_name")));
    CHECK(shop.database.table(QStringLiteral("select id from close.ledger")) == QStringLiteral("1"));
}

TEST_CASE("what is no privilege is refused before the run begins")
{
    const BuildFixture shop;
    writeModel(shop,
               GENERATE(QStringLiteral("grants={'read': ['reader']}"), QStringLiteral("grants=['select']")));
    const QString message = shop.refusal().message;
    INFO(message.toStdString());
    CHECK(message.contains(QStringLiteral("{select: [reporter]}")));
}
