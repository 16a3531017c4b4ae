#include "models/core/decimal.h"
#include "models/core/itemroles.h"
#include "views/widgets/datatable.h"
#include "views/widgets/tablefiltermodel.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::views;

namespace {

QStandardItem *amount(const QString &plain)
{
    const Decimal value = Decimal::parse(plain).value();
    auto *item = new QStandardItem(value.toGroupedString());
    item->setData(true, NumericRole);
    item->setData(plain, RawValueRole);
    item->setData(QVariant::fromValue(value), SortRole);
    return item;
}

/// Types and amounts too large for a double to tell apart.
void fill(QStandardItemModel &model)
{
    model.setHorizontalHeaderLabels({QStringLiteral("Type"), QStringLiteral("Amount")});
    model.setHeaderData(1, Qt::Horizontal, true, NumericRole);
    model.appendRow({new QStandardItem(QStringLiteral("충전")), amount(QStringLiteral("9007199254740993"))});
    model.appendRow({new QStandardItem(QStringLiteral("=cmd()")), amount(QStringLiteral("-12"))});
    model.appendRow(
        {new QStandardItem(QStringLiteral("pay\tment")), amount(QStringLiteral("9007199254740992"))});
    model.item(1, 0)->setData(QVariant::fromValue(Severity::Failed), SeverityRole);
}

QString firstColumn(const DataTable &table)
{
    QStringList texts;
    for (int row = 0; row < table.view()->model()->rowCount(); ++row)
        texts << table.view()->model()->index(row, 0).data().toString();
    return texts.join(QLatin1Char('|'));
}

void clickHead(const DataTable &table, int column)
{
    const QHeaderView *head = table.view()->horizontalHeader();
    QTest::mouseClick(head->viewport(), Qt::LeftButton, {}, {head->sectionViewportPosition(column) + 10, 10});
}

struct Shown
{
    Shown()
    {
        fill(model);
        table.setModel(&model);
        table.resize(600, 300);
        table.show();
        QCoreApplication::processEvents();
    }
    QStandardItemModel model;
    DataTable table;
};

} // namespace

TEST_CASE("clicking a head sorts amounts exactly, and a third click gives the model's own order back")
{
    Shown shown;
    CHECK(firstColumn(shown.table) == QStringLiteral("충전|=cmd()|pay\tment"));
    clickHead(shown.table, 1);
    CHECK(firstColumn(shown.table) == QStringLiteral("=cmd()|pay\tment|충전"));
    clickHead(shown.table, 1);
    CHECK(firstColumn(shown.table) == QStringLiteral("충전|pay\tment|=cmd()"));
    clickHead(shown.table, 1);
    CHECK(firstColumn(shown.table) == QStringLiteral("충전|=cmd()|pay\tment"));
}

TEST_CASE("copied cells paste into a spreadsheet: plain digits, quoted tabs, no live formulas")
{
    Shown shown;
    shown.table.view()->selectAll();
    QTest::keyClick(shown.table.view(), Qt::Key_C, Qt::ControlModifier);
    CHECK(QApplication::clipboard()->text() ==
          QStringLiteral("충전\t9007199254740993\n'=cmd()\t-12\n\"pay\tment\"\t9007199254740992\n"));
    QTest::keyClick(shown.table.view(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    CHECK(QApplication::clipboard()->text().startsWith(QStringLiteral("Type\tAmount\n충전\t")));
}

TEST_CASE("a hole in the selection stays a blank cell")
{
    Shown shown;
    QItemSelectionModel *selection = shown.table.view()->selectionModel();
    selection->select(shown.table.view()->model()->index(0, 0), QItemSelectionModel::Select);
    selection->select(shown.table.view()->model()->index(1, 1), QItemSelectionModel::Select);
    shown.table.copySelection();
    CHECK(QApplication::clipboard()->text() == QStringLiteral("충전\t\n\t-12\n"));
}

TEST_CASE("the filter is reached by keyboard, filters on every column, and Escape clears it")
{
    Shown shown;
    shown.table.activateWindow();
    auto *filter = shown.table.findChild<QLineEdit *>();
    shown.table.view()->setFocus();
    QTest::keyClick(shown.table.view(), Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget() ? QApplication::focusWidget() : filter,
                     QStringLiteral("0992"));
    CHECK(filter->text() == QStringLiteral("0992"));
    CHECK(firstColumn(shown.table) == QStringLiteral("pay\tment"));
    QTest::keyClick(filter, Qt::Key_Escape);
    CHECK(shown.table.view()->model()->rowCount() == 3);
}

TEST_CASE("Enter and double-click open the row of the model, however it is sorted")
{
    Shown shown;
    clickHead(shown.table, 1);
    QSignalSpy opened(&shown.table, &DataTable::activated);
    shown.table.view()->setCurrentIndex(shown.table.view()->model()->index(0, 0));
    QTest::keyClick(shown.table.view(), Qt::Key_Return);
    REQUIRE(opened.count() == 1);
    CHECK(opened.first().first().toModelIndex() == shown.model.index(1, 0));
    const QPoint cell = shown.table.view()->visualRect(shown.table.view()->model()->index(2, 0)).center();
    QTest::mouseClick(shown.table.view()->viewport(), Qt::LeftButton, {}, cell);
    QTest::mouseDClick(shown.table.view()->viewport(), Qt::LeftButton, {}, cell);
    REQUIRE(opened.count() == 2);
    CHECK(opened.last().first().toModelIndex() == shown.model.index(0, 0));
}

TEST_CASE("a reload may widen a column but never narrows it")
{
    Shown shown;
    QTest::qWait(1);
    const int before = shown.table.view()->columnWidth(0);
    shown.model.item(0, 0)->setText(QString(60, QLatin1Char('w')));
    QTest::qWait(1);
    const int wide = shown.table.view()->columnWidth(0);
    CHECK(wide > before);
    shown.model.item(0, 0)->setText(QStringLiteral("w"));
    QTest::qWait(1);
    CHECK(shown.table.view()->columnWidth(0) == wide);
}

TEST_CASE("a model that orders itself is asked to, and told of the filter")
{
    Shown shown;
    shown.table.setModel(&shown.model, DataTable::Ordering::Source);
    QCoreApplication::processEvents();
    QSignalSpy filtered(&shown.table, &DataTable::filterEdited);
    clickHead(shown.table, 0);
    CHECK(shown.model.item(0, 0)->text() == QStringLiteral("=cmd()"));
    shown.table.findChild<QLineEdit *>()->setText(QStringLiteral("x"));
    CHECK(filtered.count() == 1);
    CHECK(shown.table.view()->model()->rowCount() == 3);
}

TEST_CASE("what the owner exports is asked of the owner, by button and by key")
{
    Shown shown;
    shown.table.setExportedByOwner(true);
    QSignalSpy asked(&shown.table, &DataTable::exportRequested);
    QTest::mouseClick(shown.table.findChild<QToolButton *>(), Qt::LeftButton);
    CHECK(asked.count() == 1);
    shown.table.activateWindow();
    shown.table.view()->setFocus();
    QTest::keyClick(shown.table.view(), Qt::Key_E, Qt::ControlModifier);
    CHECK(asked.count() == 2);
}

TEST_CASE("any other table writes its rows as they are shown, as CSV that a spreadsheet opens")
{
    Shown shown;
    clickHead(shown.table, 1);
    shown.table.findChild<QLineEdit *>()->setText(QStringLiteral("9007199254740993"));
    shown.table.findChild<QLineEdit *>()->clear();
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("rows.csv"));
    REQUIRE(shown.table.saveShown(path));
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QString expected =
        QStringLiteral("\uFEFFType,Amount\r\n'=cmd(),-12\r\npay\tment,9007199254740992\r\n충전,"
                       "9007199254740993\r\n");
    CHECK((file.readAll() == expected.toUtf8()));
    const Result<void> nowhere = shown.table.saveShown(folder.filePath(QStringLiteral("no/such/folder.csv")));
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().kind == ErrorKind::Io);
    CHECK(nowhere.error().message.contains(QStringLiteral("folder.csv")));
}

TEST_CASE("the filter model keeps the promises of an item model")
{
    QStandardItemModel model;
    TableFilterModel filter;
    filter.setSourceModel(&model);
    const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
    fill(model);
    filter.setFilterText(QStringLiteral("PAY"));
    CHECK(filter.rowCount() == 1);
    filter.sort(1);
    model.removeRow(2);
    CHECK(filter.rowCount() == 0);
}
