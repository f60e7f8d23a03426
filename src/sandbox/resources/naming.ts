/** Prefixes of generated ids, for types whose `Ref` is one. */
export const idPrefixes: Readonly<Record<string, string>> = {
  "AWS::EC2::DHCPOptions": "dopt-",
  "AWS::EC2::EgressOnlyInternetGateway": "eigw-",
  "AWS::EC2::FlowLog": "fl-",
  "AWS::EC2::Instance": "i-",
  "AWS::EC2::InternetGateway": "igw-",
  "AWS::EC2::LaunchTemplate": "lt-",
  "AWS::EC2::NatGateway": "nat-",
  "AWS::EC2::NetworkAcl": "acl-",
  "AWS::EC2::NetworkInterface": "eni-",
  "AWS::EC2::PrefixList": "pl-",
  "AWS::EC2::RouteTable": "rtb-",
  "AWS::EC2::SecurityGroup": "sg-",
  "AWS::EC2::SecurityGroupEgress": "sgr-",
  "AWS::EC2::SecurityGroupIngress": "sgr-",
  "AWS::EC2::Subnet": "subnet-",
  "AWS::EC2::SubnetRouteTableAssociation": "rtbassoc-",
  "AWS::EC2::TransitGateway": "tgw-",
  "AWS::EC2::VPC": "vpc-",
  "AWS::EC2::VPCCidrBlock": "vpc-cidr-assoc-",
  "AWS::EC2::VPCEndpoint": "vpce-",
  "AWS::EC2::VPCPeeringConnection": "pcx-",
  "AWS::EC2::Volume": "vol-",
  "AWS::EFS::FileSystem": "fs-",
  "AWS::EFS::MountTarget": "fsmt-",
};

/** How long a generated name may be, where it is less than 64 characters. */
export const nameLimits: Readonly<Record<string, number>> = {
  "AWS::ElasticLoadBalancing::LoadBalancer": 32,
  "AWS::ElasticLoadBalancingV2::LoadBalancer": 32,
  "AWS::ElasticLoadBalancingV2::TargetGroup": 32,
  "AWS::ElastiCache::CacheCluster": 40,
  "AWS::ElastiCache::ReplicationGroup": 40,
  "AWS::RDS::DBCluster": 63,
  "AWS::RDS::DBInstance": 63,
  "AWS::S3::Bucket": 63,
};

/** Types whose names are in lower case. */
export const lowerCaseNames: readonly string[] = [
  "AWS::ECR::Repository",
  "AWS::ElastiCache::CacheCluster",
  "AWS::ElastiCache::ReplicationGroup",
  "AWS::OpenSearchService::Domain",
  "AWS::RDS::DBCluster",
  "AWS::RDS::DBClusterParameterGroup",
  "AWS::RDS::DBInstance",
  "AWS::RDS::DBParameterGroup",
  "AWS::RDS::DBSubnetGroup",
  "AWS::S3::Bucket",
];

/** Types whose ARN begins with that of the resource that a property names. */
export const parentArns: Readonly<
  Record<
    string,
    { readonly property: string; readonly from: string; readonly to: string; readonly separator: "/" | ":" }
  >
> = {
  "AWS::ElasticLoadBalancingV2::Listener": {
    property: "LoadBalancerArn",
    from: ":loadbalancer/",
    to: ":listener/",
    separator: "/",
  },
  "AWS::ElasticLoadBalancingV2::ListenerRule": {
    property: "ListenerArn",
    from: ":listener/",
    to: ":listener-rule/",
    separator: "/",
  },
  "AWS::SNS::Subscription": { property: "TopicArn", from: "", to: "", separator: ":" },
};

/** ARNs whose last part is more than the type's name and the resource's name, by type. `NAME`, `HASH` and `UUID` are filled in. */
export const arnShapes: Readonly<Record<string, string>> = {
  "AWS::AutoScaling::AutoScalingGroup":
    "autoscaling:REGION:ACCOUNT:autoScalingGroup:UUID:autoScalingGroupName/NAME",
  "AWS::CertificateManager::Certificate": "acm:REGION:ACCOUNT:certificate/UUID",
  "AWS::ECS::CapacityProvider": "ecs:REGION:ACCOUNT:capacity-provider/NAME",
  "AWS::ElasticLoadBalancingV2::LoadBalancer":
    "elasticloadbalancing:REGION:ACCOUNT:loadbalancer/app/NAME/HASH",
  "AWS::ElasticLoadBalancingV2::TargetGroup": "elasticloadbalancing:REGION:ACCOUNT:targetgroup/NAME/HASH",
  "AWS::Events::Rule": "events:REGION:ACCOUNT:rule/NAME",
  "AWS::IAM::ManagedPolicy": "iam::ACCOUNT:policy/NAME",
  "AWS::SNS::Topic": "sns:REGION:ACCOUNT:NAME",
  "AWS::Scheduler::Schedule": "scheduler:REGION:ACCOUNT:schedule/default/NAME",
  "AWS::SecretsManager::Secret": "secretsmanager:REGION:ACCOUNT:secret:NAME-SECRET",
  "AWS::StepFunctions::StateMachine": "states:REGION:ACCOUNT:stateMachine:NAME",
};

/** The service part of an ARN, where it is not the type's own second part in lower case. */
export const arnServices: Readonly<Record<string, string>> = {
  ApplicationAutoScaling: "application-autoscaling",
  CertificateManager: "acm",
  EFS: "elasticfilesystem",
  ElasticLoadBalancing: "elasticloadbalancing",
  ElasticLoadBalancingV2: "elasticloadbalancing",
  OpenSearchService: "es",
  StepFunctions: "states",
};
