#include "views/widgets/filterlist.h"

#include <QLineEdit>
#include <QListWidget>
#include <QTest>

#include <catch2/catch.hpp>

using namespace daybook::views;

namespace {

struct Checks
{
    FilterList filtered{QStringLiteral("Checks")};
    QListWidget *list = filtered.list();
    QLineEdit *filter = filtered.findChild<QLineEdit *>();

    Checks()
    {
        for (const auto *name : {"Amounts are positive", "금액은 비어 있지 않음", "Keys are unique"})
            list->addItem(QString::fromUtf8(name));
        list->item(1)->setToolTip(QStringLiteral("not_null_transfer_ledger"));
        filtered.show();
        filtered.setCurrentRow(0);
    }

    QList<int> shown() const
    {
        QList<int> rows;
        for (int row = 0; row < list->count(); ++row)
            if (!list->item(row)->isHidden())
                rows << row;
        return rows;
    }
};

} // namespace

TEST_CASE("what does not hold the typed text, in its words or its tip, is hidden")
{
    Checks checks;
    QTest::keyClicks(checks.filter, QStringLiteral("UNIQUE"));
    CHECK(checks.shown() == QList<int>{2});
    CHECK(checks.list->currentRow() == 2); // nobody looks at a check that is not in the list
    checks.filter->setText(QStringLiteral("not_null"));
    CHECK(checks.shown() == QList<int>{1});
    checks.filter->setText(QStringLiteral("비어"));
    CHECK(checks.shown() == QList<int>{1});
    checks.filter->setText(QStringLiteral("nothing has this"));
    CHECK(checks.shown().isEmpty());
    checks.filter->clear();
    CHECK(checks.shown() == QList<int>{0, 1, 2});
}

TEST_CASE("the filter holds for what comes later, and gives way to what is chosen from outside")
{
    Checks checks;
    checks.filter->setText(QStringLiteral("unique"));
    checks.list->addItem(QStringLiteral("Totals agree"));
    checks.list->addItem(QStringLiteral("Days are unique"));
    CHECK(checks.shown() == QList<int>{2, 4});
    checks.filtered.setCurrentRow(4);
    CHECK(checks.filter->text() == QStringLiteral("unique"));
    checks.filtered.setCurrentRow(0);
    CHECK(checks.filter->text().isEmpty());
    CHECK(checks.list->currentRow() == 0);
}
