<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
    <context>
        <name>daybook::build</name>
        <message>
            <source>Running</source>
            <translation>실행 중</translation>
        </message>
        <message>
            <source>Published</source>
            <translation>게시됨</translation>
        </message>
        <message>
            <source>Published unchecked</source>
            <translation>검사 없이 게시됨</translation>
        </message>
        <message>
            <source>Checks passed</source>
            <translation>검사 통과</translation>
        </message>
        <message>
            <source>Nothing to check</source>
            <translation>검사 항목 없음</translation>
        </message>
        <message>
            <source>Checks failed</source>
            <translation>검사 실패</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>실패</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>취소됨</translation>
        </message>
        <message>
            <source>Abandoned</source>
            <translation>비정상 종료</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>대기</translation>
        </message>
        <message>
            <source>Built</source>
            <translation>생성됨</translation>
        </message>
        <message>
            <source>Passed</source>
            <translation>통과</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>경고</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>오류</translation>
        </message>
        <message>
            <source>Skipped</source>
            <translation>건너뜀</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>시드</translation>
        </message>
        <message>
            <source>Snapshot</source>
            <translation>스냅숏</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>검사</translation>
        </message>
        <message>
            <source>Source</source>
            <translation>원천</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>모델</translation>
        </message>
    </context>
    <context>
        <name>daybook::build::RunNodesItemModel</name>
        <message>
            <source>Name</source>
            <translation>이름</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>종류</translation>
        </message>
        <message>
            <source>Outcome</source>
            <translation>결과</translation>
        </message>
        <message>
            <source>Begun after</source>
            <translation>시작 시점</translation>
        </message>
        <message>
            <source>Duration</source>
            <translation>소요 시간</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>행 수</translation>
        </message>
        <message>
            <source>Failures</source>
            <translation>실패 건수</translation>
        </message>
    </context>
    <context>
        <name>daybook::build::RunsItemModel</name>
        <message>
            <source>Run</source>
            <translation>실행</translation>
        </message>
        <message>
            <source>Outcome</source>
            <translation>결과</translation>
        </message>
        <message>
            <source>Started</source>
            <translation>시작 시각</translation>
        </message>
        <message>
            <source>Duration</source>
            <translation>소요 시간</translation>
        </message>
        <message>
            <source>Checks</source>
            <translation>검사</translation>
        </message>
        <message>
            <source>Started by</source>
            <translation>실행자</translation>
        </message>
        <message>
            <source>none</source>
            <translation>없음</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%2개 중 %1개</translation>
        </message>
    </context>
    <context>
        <name>daybook::desktop::Builds</name>
        <message>
            <source>This connection is read-only</source>
            <translation>읽기 전용 연결입니다</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%2개 중 %1개</translation>
        </message>
        <message>
            <source>Starting…</source>
            <translation>시작하는 중…</translation>
        </message>
    </context>
    <context>
        <name>daybook::desktop::Desktop</name>
        <message>
            <source>Runs</source>
            <translation>실행 이력</translation>
        </message>
        <message>
            <source>Settlement</source>
            <translation>정산</translation>
        </message>
        <message>
            <source>Reading the project…</source>
            <translation>프로젝트를 읽는 중…</translation>
        </message>
        <message>
            <source>Not exported</source>
            <translation>내보내지 못함</translation>
        </message>
        <message>
            <source>Not built</source>
            <translation>빌드하지 못함</translation>
        </message>
    </context>
    <context>
        <name>daybook::desktop::Exports</name>
        <message>
            <source>CSV for audits (*.csv)</source>
            <translation>감사용 CSV (*.csv)</translation>
        </message>
        <message>
            <source>CSV for spreadsheets (*.csv)</source>
            <translation>스프레드시트용 CSV (*.csv)</translation>
        </message>
        <message>
            <source>Export %1</source>
            <translation>%1 내보내기</translation>
        </message>
        <message>
            <source>Writing %1…</source>
            <translation>%1에 쓰는 중…</translation>
        </message>
        <message>
            <source>Writing: %1 rows</source>
            <translation>쓰는 중: %1행</translation>
        </message>
        <message>
            <source>%1: %2 rows, and the manifest that proves them</source>
            <translation>%1: %2행과 이를 증명하는 매니페스트를 저장했습니다</translation>
        </message>
    </context>
    <context>
        <name>daybook::desktop::Opening</name>
        <message>
            <source>Local warehouse</source>
            <translation>로컬 웨어하우스</translation>
        </message>
        <message>
            <source>There is no SQL project here. Start Daybook in its folder, or with --project-dir.</source>
            <translation>여기에 SQL 프로젝트가 없습니다. 프로젝트 폴더에서 시작하거나 --project-dir 옵션을 지정하세요.</translation>
        </message>
    </context>
    <context>
        <name>daybook::desktop::Options</name>
        <message>
            <source>Connection string of the server; wins over everything else.</source>
            <translation>서버 연결 문자열. 다른 모든 설정보다 우선합니다.</translation>
        </message>
        <message>
            <source>The folder of the SQL project; where dbt_project.yml is.</source>
            <translation>dbt_project.yml이 있는 SQL 프로젝트 폴더.</translation>
        </message>
        <message>
            <source>Where profiles.yml is looked for first.</source>
            <translation>profiles.yml을 먼저 찾을 폴더.</translation>
        </message>
        <message>
            <source>Which target of the profile.</source>
            <translation>프로필에서 사용할 타깃.</translation>
        </message>
        <message>
            <source>en or ko, for this time.</source>
            <translation>이번 실행에만 적용할 언어: en 또는 ko.</translation>
        </message>
        <message>
            <source>light or dark, for this time.</source>
            <translation>이번 실행에만 적용할 화면 테마: light 또는 dark.</translation>
        </message>
        <message>
            <source>Treat the connection as a production one: marked, and read-only.</source>
            <translation>운영 연결로 취급합니다. 눈에 띄게 표시하고 읽기 전용으로 엽니다.</translation>
        </message>
        <message>
            <source>Let a production connection be changed.</source>
            <translation>운영 연결에서 변경을 허용합니다.</translation>
        </message>
        <message>
            <source>Write a picture of every page into DIR and exit.</source>
            <translation>모든 화면을 DIR에 이미지로 저장하고 종료합니다.</translation>
        </message>
        <message>
            <source>Only this page; may be repeated.</source>
            <translation>이 화면만 저장합니다. 여러 번 지정할 수 있습니다.</translation>
        </message>
        <message>
            <source>Print how long the start took, and exit.</source>
            <translation>시작에 걸린 시간을 출력하고 종료합니다.</translation>
        </message>
        <message>
            <source>--%1 is %2, not "%3".</source>
            <translation>--%1 값은 %2이어야 합니다. "%3"은(는) 쓸 수 없습니다.</translation>
        </message>
        <message>
            <source> or </source>
            <translation> 또는 </translation>
        </message>
        <message>
            <source>The daily financial close, proven to the last won.</source>
            <translation>1원까지 증명하는 일일 결산.</translation>
        </message>
        <message>
            <source>The schema the project's relations live in.</source>
            <translation>프로젝트 릴레이션이 있는 스키마.</translation>
        </message>
    </context>
    <context>
        <name>daybook::format</name>
        <message>
            <source>%1 ms</source>
            <translation>%1밀리초</translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1초</translation>
        </message>
        <message>
            <source>%1 min %2 s</source>
            <translation>%1분 %2초</translation>
        </message>
        <message>
            <source>%1 h %2 min</source>
            <translation>%1시간 %2분</translation>
        </message>
        <message>
            <source>just now</source>
            <translation>방금</translation>
        </message>
        <message numerus="yes">
            <source>%n minute(s) ago</source>
            <translation>
                <numerusform>%n분 전</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n hour(s) ago</source>
            <translation>
                <numerusform>%n시간 전</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n day(s) ago</source>
            <translation>
                <numerusform>%n일 전</numerusform>
            </translation>
        </message>
        <message>
            <source>%1, with changes</source>
            <translation>%1, 변경 있음</translation>
        </message>
    </context>
    <context>
        <name>daybook::operations</name>
        <message>
            <source>Process %1</source>
            <translation>프로세스 %1</translation>
        </message>
        <message>
            <source>Run %1</source>
            <translation>실행 %1</translation>
        </message>
        <message>
            <source>Step %1 of run %2</source>
            <translation>실행 %2의 단계 %1</translation>
        </message>
        <message>
            <source>a prepared transaction</source>
            <translation>준비된 트랜잭션</translation>
        </message>
        <message>
            <source>process %1</source>
            <translation>프로세스 %1</translation>
        </message>
        <message>
            <source> (idle in transaction)</source>
            <translation> (트랜잭션 중 유휴)</translation>
        </message>
        <message>
            <source>%1 waited %2 for %3%4</source>
            <translation>%1: %3%4 때문에 %2 기다렸습니다</translation>
        </message>
        <message>
            <source>%1 has waited %2 for %3%4</source>
            <translation>%1: %3%4 때문에 %2째 기다리고 있습니다</translation>
        </message>
    </context>
    <context>
        <name>daybook::settlement</name>
        <message>
            <source>The report has no row for it in these days.</source>
            <translation>이 기간의 보고서에 해당 행이 없습니다.</translation>
        </message>
        <message>
            <source>The days to compare with have no rows, or not all of them.</source>
            <translation>비교할 날의 행이 없거나 일부가 빠져 있습니다.</translation>
        </message>
        <message>
            <source>The figure to compare with is zero.</source>
            <translation>비교할 값이 0입니다.</translation>
        </message>
        <message>
            <source>A figure among them has no value (NULL), so the sum is not known.</source>
            <translation>값이 없는(NULL) 항목이 있어 합계를 알 수 없습니다.</translation>
        </message>
        <message>
            <source>Amounts of several currencies are not added up.</source>
            <translation>통화가 다른 금액은 합산하지 않습니다.</translation>
        </message>
        <message>
            <source>The figures are too large to be held exactly.</source>
            <translation>값이 너무 커서 정확히 나타낼 수 없습니다.</translation>
        </message>
        <message>
            <source>(no type)</source>
            <translation>(유형 없음)</translation>
        </message>
        <message>
            <source>previous day</source>
            <translation>전일</translation>
        </message>
        <message numerus="yes">
            <source>previous %n days</source>
            <translation>
                <numerusform>직전 %n일</numerusform>
            </translation>
        </message>
        <message>
            <source>same weekday</source>
            <translation>전주 같은 요일</translation>
        </message>
        <message>
            <source>same weekdays before</source>
            <translation>이전 같은 요일</translation>
        </message>
        <message numerus="yes">
            <source>%1 and %n more day(s)</source>
            <translation>
                <numerusform>%1 외 %n일</numerusform>
            </translation>
        </message>
        <message>
            <source>Through when the data reaches is not known. Declare loaded_at_field on the sources, or data_through on the report.</source>
            <translation>데이터가 언제까지 들어왔는지 알 수 없습니다. 소스에 loaded_at_field를, 또는 보고서에 data_through를 지정하십시오.</translation>
        </message>
        <message>
            <source>No rows for %1. An empty day is not a proven day: see whether its sources arrived.</source>
            <translation>%1의 행이 없습니다. 빈 날은 증명된 날이 아닙니다. 소스가 들어왔는지 확인하십시오.</translation>
        </message>
        <message>
            <source>Not complete yet: %1. The data reach through %2.</source>
            <translation>아직 마감되지 않았습니다: %1. 데이터는 %2까지 들어왔습니다.</translation>
        </message>
        <message numerus="yes">
            <source>%n check(s) failed: %1.</source>
            <translation>
                <numerusform>검사 %n건 실패: %1.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n check(s) did not run to the end: %1.</source>
            <translation>
                <numerusform>검사 %n건이 끝까지 실행되지 않음: %1.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n warning(s): %1.</source>
            <translation>
                <numerusform>경고 %n건: %1.</numerusform>
            </translation>
        </message>
        <message>
            <source>A newer run (%1, %2) failed its checks. The figures shown are of the older run.</source>
            <translation>이후 실행(%1, %2)이 검사에 실패했습니다. 표시된 값은 이전 실행의 것입니다.</translation>
        </message>
        <message numerus="yes">
            <source>%n check(s) failed in a newer run (%1, %2): %3. The figures shown are of the older run.</source>
            <translation>
                <numerusform>이후 실행(%1, %2)에서 검사 %n건 실패: %3. 표시된 값은 이전 실행의 것입니다.</numerusform>
            </translation>
        </message>
        <message>
            <source>A newer run (%1, %2) did not finish, and published nothing.</source>
            <translation>이후 실행(%1, %2)이 끝나지 않았고 아무것도 게시되지 않았습니다.</translation>
        </message>
        <message>
            <source>run %1</source>
            <translation>실행 %1</translation>
        </message>
        <message>
            <source>Proven</source>
            <translation>증명됨</translation>
        </message>
        <message>
            <source>Not proven</source>
            <translation>증명되지 않음</translation>
        </message>
        <message>
            <source>Proof unavailable</source>
            <translation>증명 확인 불가</translation>
        </message>
        <message numerus="yes">
            <source>%n row(s)</source>
            <translation>
                <numerusform>%n행</numerusform>
            </translation>
        </message>
        <message>
            <source>failed</source>
            <translation>실패</translation>
        </message>
        <message>
            <source>could not run: %1</source>
            <translation>실행할 수 없음: %1</translation>
        </message>
        <message>
            <source>did not run</source>
            <translation>실행되지 않음</translation>
        </message>
        <message>
            <source>Daybook has not published this report. Run a build to prove it.</source>
            <translation>이 보고서는 Daybook이 게시한 것이 아닙니다. 빌드를 실행해 증명하십시오.</translation>
        </message>
        <message>
            <source>The report was replaced by somebody else after %1 published it. Run a build to prove it.</source>
            <translation>%1이(가) 게시한 뒤 누군가 보고서를 바꾸었습니다. 빌드를 실행해 증명하십시오.</translation>
        </message>
        <message>
            <source>On record, %1 did not publish: %2.</source>
            <translation>기록상 %1은(는) 게시하지 않았습니다: %2.</translation>
        </message>
        <message>
            <source>No check passed in %1, so nothing was proven.</source>
            <translation>%1에서 통과한 검사가 없어 아무것도 증명되지 않았습니다.</translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) of the report have no date, and belong to no day.</source>
            <translation>
                <numerusform>보고서의 %n행에 날짜가 없어 어느 날에도 속하지 않습니다.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n figure(s) have no value (NULL): %1.</source>
            <translation>
                <numerusform>값이 없는(NULL) 항목 %n개: %1.</numerusform>
            </translation>
        </message>
        <message>
            <source>The run history could not be read: %1</source>
            <translation>실행 기록을 읽을 수 없습니다: %1</translation>
        </message>
        <message>
            <source>These ledgers are not of the run that the report is of: %1.</source>
            <translation>다음 원장은 보고서와 다른 실행에서 나왔습니다: %1.</translation>
        </message>
        <message numerus="yes">
            <source>With %n remark(s).</source>
            <translation>
                <numerusform>참고 사항 %n건이 있습니다.</numerusform>
            </translation>
        </message>
        <message>
            <source>Type</source>
            <translation>유형</translation>
        </message>
        <message>
            <source>Count</source>
            <translation>건수</translation>
        </message>
        <message>
            <source>Total</source>
            <translation>합계</translation>
        </message>
        <message>
            <source>Total (%1)</source>
            <translation>합계 (%1)</translation>
        </message>
        <message>
            <source>Share</source>
            <translation>비중</translation>
        </message>
        <message>
            <source>vs. %1</source>
            <translation>%1 대비</translation>
        </message>
        <message numerus="yes">
            <source>%n check(s) passed</source>
            <translation>
                <numerusform>검사 %n건 통과</numerusform>
            </translation>
        </message>
        <message>
            <source>data through %1</source>
            <translation>데이터 기준 %1</translation>
        </message>
    </context>
    <context>
        <name>daybook::settlement::DayTypeItemModel</name>
        <message>
            <source>Date</source>
            <translation>날짜</translation>
        </message>
        <message>
            <source>Total</source>
            <translation>합계</translation>
        </message>
    </context>
    <context>
        <name>daybook::settlement::LedgerItemModel</name>
        <message>
            <source>No value (NULL)</source>
            <translation>값 없음 (NULL)</translation>
        </message>
        <message>
            <source>Cancelled.</source>
            <translation>취소되었습니다.</translation>
        </message>
    </context>
    <context>
        <name>daybook::settlement::ReportItemModel</name>
        <message>
            <source>Total</source>
            <translation>합계</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>유형</translation>
        </message>
        <message>
            <source>Count</source>
            <translation>건수</translation>
        </message>
        <message>
            <source>Total (%1)</source>
            <translation>합계 (%1)</translation>
        </message>
        <message>
            <source>Share</source>
            <translation>비중</translation>
        </message>
        <message>
            <source>vs. %1</source>
            <translation>%1 대비</translation>
        </message>
    </context>
    <context>
        <name>daybook::views</name>
        <message>
            <source>Proven</source>
            <translation>증명됨</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>경고</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>실패</translation>
        </message>
        <message>
            <source>In progress</source>
            <translation>진행 중</translation>
        </message>
        <message>
            <source>No statement</source>
            <translation>판정 없음</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::Banner</name>
        <message>
            <source>Reasons (%1)</source>
            <translation>사유 (%1)</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::BuildBar</name>
        <message>
            <source>Everything, or a selection</source>
            <translation>전체 또는 일부 선택</translation>
        </message>
        <message>
            <source>Names, +name+, path:…, tag:… as in dbt; several separated by spaces</source>
            <translation>dbt 선택 구문: 이름, +이름+, path:…, tag:… (여러 개는 공백으로 구분)</translation>
        </message>
        <message>
            <source>What to build</source>
            <translation>빌드 대상</translation>
        </message>
        <message>
            <source>Connections that build at the same time</source>
            <translation>동시에 빌드하는 연결 수</translation>
        </message>
        <message>
            <source>threads</source>
            <translation>스레드</translation>
        </message>
        <message>
            <source>Cancelling…</source>
            <translation>취소하는 중…</translation>
        </message>
        <message>
            <source>Cancel build</source>
            <translation>빌드 취소</translation>
        </message>
        <message>
            <source>Build</source>
            <translation>빌드</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::ChartPanel</name>
        <message>
            <source>Show the table behind this picture</source>
            <translation>이 그림의 표 보기</translation>
        </message>
        <message>
            <source>Save as image…</source>
            <translation>이미지로 저장…</translation>
        </message>
        <message>
            <source>The image could not be written to %1: %2</source>
            <translation>이미지를 %1에 저장하지 못했습니다: %2</translation>
        </message>
        <message>
            <source>Save as image</source>
            <translation>이미지로 저장</translation>
        </message>
        <message>
            <source>Images (*.png *.jpg)</source>
            <translation>이미지 (*.png *.jpg)</translation>
        </message>
        <message>
            <source>Not saved</source>
            <translation>저장하지 못함</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::CheckRowsDialog</name>
        <message>
            <source>Checks</source>
            <translation>검사</translation>
        </message>
        <message>
            <source>No rows were kept</source>
            <translation>보관된 행 없음</translation>
        </message>
        <message>
            <source>The run kept no rows of this check.</source>
            <translation>이 검사에서 보관된 행이 없습니다.</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::ChecksPanel</name>
        <message>
            <source>Needs a look</source>
            <translation>확인 필요</translation>
        </message>
        <message>
            <source>Failing rows</source>
            <translation>실패한 행</translation>
        </message>
        <message>
            <source>Reading the failing rows…</source>
            <translation>실패한 행을 읽는 중…</translation>
        </message>
        <message>
            <source>No rows were kept</source>
            <translation>보관된 행이 없습니다</translation>
        </message>
        <message>
            <source>The run kept no rows of this check.</source>
            <translation>이 검사에서 보관된 행이 없습니다.</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::DataTable</name>
        <message>
            <source>Filter</source>
            <translation>필터</translation>
        </message>
        <message>
            <source>Filter rows</source>
            <translation>행 필터</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>복사</translation>
        </message>
        <message>
            <source>Copy with column heads</source>
            <translation>열 제목과 함께 복사</translation>
        </message>
        <message numerus="yes">
            <source>%Ln row(s)</source>
            <translation>
                <numerusform>%Ln행</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 of %Ln row(s)</source>
            <translation>
                <numerusform>전체 %Ln행 중 %1행</numerusform>
            </translation>
        </message>
        <message>
            <source>Export as CSV… (Ctrl+E)</source>
            <translation>CSV로 내보내기… (Ctrl+E)</translation>
        </message>
        <message>
            <source>%1 could not be written: %2</source>
            <translation>%1에 쓸 수 없습니다: %2</translation>
        </message>
        <message>
            <source>Export as CSV</source>
            <translation>CSV로 내보내기</translation>
        </message>
        <message>
            <source>CSV for spreadsheets (*.csv)</source>
            <translation>스프레드시트용 CSV (*.csv)</translation>
        </message>
        <message>
            <source>Not exported</source>
            <translation>내보내지 못함</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::DayTypeChart</name>
        <message>
            <source>Totals by day</source>
            <translation>일별 합계</translation>
        </message>
        <message>
            <source>Totals by day (%1)</source>
            <translation>일별 합계 (%1)</translation>
        </message>
        <message>
            <source>%1
%2: %3
Day: %4</source>
            <translation>%1
%2: %3
당일 합계: %4</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::DayTypeHeatMap</name>
        <message>
            <source>Days by type</source>
            <translation>일자별 유형</translation>
        </message>
        <message>
            <source>%1
%2: %3 · %4 rows</source>
            <translation>%1
%2: %3 · %4건</translation>
        </message>
        <message>
            <source>Each type's weakest day</source>
            <translation>유형별 최저일</translation>
        </message>
        <message>
            <source>strongest</source>
            <translation>최고일</translation>
        </message>
        <message>
            <source>no rows</source>
            <translation>행 없음</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::FilterList</name>
        <message>
            <source>Filter</source>
            <translation>필터</translation>
        </message>
        <message>
            <source>Filter: %1</source>
            <translation>필터: %1</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::LedgerPage</name>
        <message>
            <source>◀  Settlement</source>
            <translation>◀  정산</translation>
        </message>
        <message>
            <source>Back to the settlement report</source>
            <translation>정산 보고서로 돌아가기</translation>
        </message>
        <message>
            <source>Back to the settlement report (Esc)</source>
            <translation>정산 보고서로 돌아가기 (Esc)</translation>
        </message>
        <message>
            <source>This ledger was published anew since it was opened. Retry shows the new one.</source>
            <translation>열어 본 뒤 이 원장이 새로 게시되었습니다. 다시 시도하면 새 원장을 표시합니다.</translation>
        </message>
        <message>
            <source>No ledger to open</source>
            <translation>열 원장이 없습니다</translation>
        </message>
        <message>
            <source>The ledger %1 names no key. Write "key: &lt;column&gt;" under meta: daybook: of the model.</source>
            <translation>원장 %1에 키가 지정되어 있지 않습니다. 모델의 meta: daybook: 아래에 "key: &lt;열&gt;"을 쓰십시오.</translation>
        </message>
        <message>
            <source>No model declares the ledger of this type. Give the ledger's model "role: ledger" and "types: [%1]" under meta: daybook:.</source>
            <translation>이 유형의 원장을 선언한 모델이 없습니다. 원장 모델의 meta: daybook: 아래에 "role: ledger"와 "types: [%1]"을 쓰십시오.</translation>
        </message>
        <message numerus="yes">
            <source>%1 row(s)</source>
            <translation>
                <numerusform>%1행</numerusform>
            </translation>
        </message>
        <message>
            <source>No rows</source>
            <translation>행 없음</translation>
        </message>
        <message>
            <source>The ledger has no row of this type in these days.</source>
            <translation>이 기간의 원장에 해당 유형의 행이 없습니다.</translation>
        </message>
        <message>
            <source>Filtered: %1</source>
            <translation>걸러낸 합계: %1</translation>
        </message>
        <message>
            <source>%1 rows, %2</source>
            <translation>%1건, %2</translation>
        </message>
        <message>
            <source>%1: equals the report</source>
            <translation>%1: 보고서와 일치</translation>
        </message>
        <message>
            <source>%1; the report says %2</source>
            <translation>%1, 보고서는 %2</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::LostPage</name>
        <message>
            <source>Retry now</source>
            <translation>지금 다시 시도</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>자세히</translation>
        </message>
        <message>
            <source>No connection</source>
            <translation>연결되지 않음</translation>
        </message>
        <message>
            <source>No connection to %1</source>
            <translation>%1에 연결되지 않음</translation>
        </message>
        <message numerus="yes">
            <source>Trying again in %n second(s)</source>
            <translation>
                <numerusform>%n초 후 다시 시도합니다</numerusform>
            </translation>
        </message>
        <message>
            <source>Connecting…</source>
            <translation>연결하는 중…</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::MainWindow</name>
        <message>
            <source>Pages</source>
            <translation>화면</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>파일(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>종료(&amp;Q)</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>보기(&amp;V)</translation>
        </message>
        <message>
            <source>&amp;Refresh</source>
            <translation>새로 고침(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Language</source>
            <translation>언어(&amp;L)</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>시스템 설정</translation>
        </message>
        <message>
            <source>&amp;Colour scheme</source>
            <translation>화면 테마(&amp;C)</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>밝게</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>어둡게</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>도움말(&amp;H)</translation>
        </message>
        <message>
            <source>&amp;About Daybook</source>
            <translation>Daybook 정보(&amp;A)</translation>
        </message>
        <message>
            <source>read-only</source>
            <translation>읽기 전용</translation>
        </message>
        <message>
            <source>changes allowed</source>
            <translation>변경 허용</translation>
        </message>
        <message>
            <source>PRODUCTION · %1 · %2</source>
            <translation>운영 · %1 · %2</translation>
        </message>
        <message>
            <source>PRODUCTION %1 — Daybook</source>
            <translation>운영 %1 — Daybook</translation>
        </message>
        <message>
            <source>%1 — Daybook</source>
            <translation>%1 — Daybook</translation>
        </message>
        <message>
            <source>Connecting…</source>
            <translation>연결하는 중…</translation>
        </message>
        <message>
            <source>Connected, read-only</source>
            <translation>연결됨, 읽기 전용</translation>
        </message>
        <message>
            <source>Connected</source>
            <translation>연결됨</translation>
        </message>
        <message>
            <source>Not connected</source>
            <translation>연결 끊김</translation>
        </message>
        <message>
            <source>About Daybook</source>
            <translation>Daybook 정보</translation>
        </message>
        <message>
            <source>The daily financial close, proven to the last won.
GPL-3.0-or-later</source>
            <translation>1원까지 증명하는 일일 결산.
GPL-3.0-or-later</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>취소</translation>
        </message>
        <message>
            <source>Times in %1</source>
            <translation>시간대 %1</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::PeriodBar</name>
        <message>
            <source>Earlier</source>
            <translation>이전</translation>
        </message>
        <message>
            <source>First day</source>
            <translation>첫날</translation>
        </message>
        <message>
            <source>Last day</source>
            <translation>마지막 날</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>다음</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>기간</translation>
        </message>
        <message>
            <source>Choose a period</source>
            <translation>기간 선택</translation>
        </message>
        <message>
            <source>Last complete day</source>
            <translation>최근 마감일</translation>
        </message>
        <message>
            <source>Last 7 days</source>
            <translation>최근 7일</translation>
        </message>
        <message>
            <source>Last 30 days</source>
            <translation>최근 30일</translation>
        </message>
        <message>
            <source>This month</source>
            <translation>이번 달</translation>
        </message>
        <message>
            <source>Previous month</source>
            <translation>지난달</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::ReportTable</name>
        <message>
            <source>%1 – %2</source>
            <translation>%1 – %2</translation>
        </message>
        <message numerus="yes">
            <source>%n days</source>
            <translation>
                <numerusform>%n일</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>daybook::views::RunVerdict</name>
        <message>
            <source>The last good figures stay in place until every check has passed.</source>
            <translation>모든 검사를 통과할 때까지 마지막 정상 수치를 유지합니다.</translation>
        </message>
        <message>
            <source>All figures were made live together, after every check had passed.</source>
            <translation>모든 검사를 통과한 뒤 전체 수치를 한 번에 게시했습니다.</translation>
        </message>
        <message>
            <source>The figures are live, but nothing was checked: they are not proven.</source>
            <translation>수치는 게시되었지만 검사하지 않았으므로 증명되지 않았습니다.</translation>
        </message>
        <message>
            <source>What is live was checked again; nothing was replaced.</source>
            <translation>게시된 수치를 다시 검사했으며 바뀐 것은 없습니다.</translation>
        </message>
        <message>
            <source>Nothing was published. The last good figures stay in place.</source>
            <translation>게시하지 않았습니다. 마지막 정상 수치를 유지합니다.</translation>
        </message>
        <message>
            <source>Stopped on request. The last good figures stay in place.</source>
            <translation>요청에 따라 중단했습니다. 마지막 정상 수치를 유지합니다.</translation>
        </message>
        <message>
            <source>Its process ended without a word. The last good figures stay in place; start a new build.</source>
            <translation>프로세스가 예기치 않게 종료되었습니다. 마지막 정상 수치를 유지합니다. 빌드를 다시 시작하세요.</translation>
        </message>
        <message>
            <source>unknown</source>
            <translation>알 수 없음</translation>
        </message>
        <message>
            <source>Project</source>
            <translation>프로젝트</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>모델</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%2개 중 %1개</translation>
        </message>
        <message>
            <source>Checks</source>
            <translation>검사</translation>
        </message>
        <message>
            <source>Duration</source>
            <translation>소요 시간</translation>
        </message>
        <message>
            <source>Data through</source>
            <translation>데이터 기준 시각</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>버전</translation>
        </message>
        <message>
            <source>Goes back to</source>
            <translation>되돌린 버전</translation>
        </message>
        <message>
            <source>run %1</source>
            <translation>실행 %1</translation>
        </message>
        <message>
            <source>With</source>
            <translation>프로그램</translation>
        </message>
        <message>
            <source>Run %1: %2</source>
            <translation>실행 %1: %2</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::RunsPage</name>
        <message>
            <source>Timeline</source>
            <translation>타임라인</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>실행 이력</translation>
        </message>
        <message>
            <source>History</source>
            <translation>이력</translation>
        </message>
        <message>
            <source>No run is open</source>
            <translation>열린 실행이 없습니다</translation>
        </message>
        <message>
            <source>Reading the history…</source>
            <translation>이력을 읽는 중…</translation>
        </message>
        <message>
            <source>No runs yet</source>
            <translation>아직 실행 이력이 없습니다</translation>
        </message>
        <message>
            <source>A build leaves its history here. Start one with Build.</source>
            <translation>빌드하면 여기에 이력이 남습니다. [빌드]를 눌러 시작하세요.</translation>
        </message>
        <message>
            <source>Reading run %1…</source>
            <translation>실행 %1을(를) 읽는 중…</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::SettlementPage</name>
        <message>
            <source>Settlement</source>
            <translation>정산</translation>
        </message>
        <message>
            <source>Load again</source>
            <translation>다시 불러오기</translation>
        </message>
        <message>
            <source>Load again (F5); Esc cancels</source>
            <translation>다시 불러오기 (F5), Esc로 취소</translation>
        </message>
        <message>
            <source>Days by type</source>
            <translation>일자별 유형</translation>
        </message>
        <message>
            <source>Loading the report…</source>
            <translation>보고서를 불러오는 중…</translation>
        </message>
        <message>
            <source>The report is empty</source>
            <translation>보고서가 비어 있습니다</translation>
        </message>
        <message>
            <source>It has no row at all. Run a build, and see whether its sources hold anything.</source>
            <translation>행이 하나도 없습니다. 빌드를 실행하고 소스에 데이터가 있는지 확인하십시오.</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::SourceRowPanel</name>
        <message>
            <source>No value (NULL)</source>
            <translation>값 없음(NULL)</translation>
        </message>
        <message>
            <source>Source row</source>
            <translation>원본 행</translation>
        </message>
        <message>
            <source>Close the source row</source>
            <translation>원본 행 닫기</translation>
        </message>
        <message>
            <source>Source row in %1</source>
            <translation>%1의 원본 행</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>필드</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>값</translation>
        </message>
        <message>
            <source>The source holds several rows under this key; this is one of them.</source>
            <translation>원본에 같은 키의 행이 여럿 있으며, 그중 하나입니다.</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::StatePanel</name>
        <message>
            <source>Retry</source>
            <translation>다시 시도</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>취소</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>자세히</translation>
        </message>
        <message>
            <source>Loading…</source>
            <translation>불러오는 중…</translation>
        </message>
        <message>
            <source>This is not the newest: %1</source>
            <translation>최신 내용이 아닙니다: %1</translation>
        </message>
        <message>
            <source>Not available</source>
            <translation>사용할 수 없음</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::TimelineView</name>
        <message>
            <source>Timeline of the run</source>
            <translation>실행 타임라인</translation>
        </message>
        <message>
            <source>Worker %1</source>
            <translation>작업자 %1</translation>
        </message>
        <message>
            <source>Built or passed</source>
            <translation>생성·통과</translation>
        </message>
        <message>
            <source>Warning or cancelled</source>
            <translation>경고·취소</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>실패</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>실행 중</translation>
        </message>
        <message>
            <source>%1, begun after %2</source>
            <translation>%1, %2 뒤 시작</translation>
        </message>
        <message>
            <source>Rows: %1</source>
            <translation>행 수: %1</translation>
        </message>
        <message>
            <source>Failures: %1</source>
            <translation>실패 건수: %1</translation>
        </message>
    </context>
    <context>
        <name>daybook::views::Verdict</name>
        <message>
            <source>Run</source>
            <translation>실행</translation>
        </message>
        <message>
            <source>Published</source>
            <translation>게시</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>모델</translation>
        </message>
        <message>
            <source>Checks passed</source>
            <translation>통과한 검사</translation>
        </message>
        <message>
            <source>Data through</source>
            <translation>데이터 기준</translation>
        </message>
        <message>
            <source>unknown</source>
            <translation>알 수 없음</translation>
        </message>
        <message>
            <source>Project version</source>
            <translation>프로젝트 버전</translation>
        </message>
    </context>
    <context>
        <name>daybook::workspace</name>
        <message>
            <source>The preferences in %1 cannot be read: %2</source>
            <translation>%1의 환경 설정을 읽을 수 없습니다: %2</translation>
        </message>
        <message>
            <source>The preferences cannot be kept in %1: %2</source>
            <translation>환경 설정을 %1에 저장할 수 없습니다: %2</translation>
        </message>
    </context>
</TS>
