#pragma once

#include "models/core/itemroles.h"

#include <QList>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace daybook::views {

/// One thing a verdict rests on: "Run" "#41", "Checked" "24 of 24".
struct BannerFact
{
    QString name;
    QString value;
    QString tip = {};
};

/// One reason behind a verdict, openable when it has an id.
struct BannerDetail
{
    Severity severity = Severity::Neutral;
    QString text;
    QString id = {};
};

/// States a verdict so that it can be read from across the room: sign, words, what it rests on, and on
/// demand the reasons.
class Banner : public QWidget
{
    Q_OBJECT
public:
    explicit Banner(QWidget *parent = nullptr);

    /// All at once, so that no mixture of an old and a new verdict is ever seen.
    void setVerdict(Severity severity, const QString &headline, const QString &explanation = {},
                    const QList<BannerFact> &facts = {}, const QList<BannerDetail> &details = {});
    void setExpanded(bool expanded);
    bool isExpanded() const;
    Severity severity() const { return m_severity; }
    QString headline() const;

    /// A button at the right end ("Build…").
    void addButton(QWidget *button);

Q_SIGNALS:
    void detailActivated(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildHead();
    void showFacts(const QList<BannerFact> &facts);
    void showDetails(const QList<BannerDetail> &details);
    QWidget *detailRow(const BannerDetail &detail);
    void dress();

    Severity m_severity = Severity::Neutral;
    QLabel *m_icon;
    QLabel *m_headline;
    QLabel *m_explanation;
    QLabel *m_facts;
    QToolButton *m_expander;
    QHBoxLayout *m_head;
    QWidget *m_detailList;
    QVBoxLayout *m_detailLayout;
    QList<BannerFact> m_shownFacts;
};

} // namespace daybook::views
